{
  printf 'prefix: JJM\nservices:\n'
  seq 20000 | sed 's/.*/  s&: {title: T&, paths: [src\/&]}/'
  printf 'fields:\n'
  seq 500 | sed 's/.*/  f&: {type: string}/'
  printf '  __class__: {type: string}\n  constructor: {type: enum, values: [__init__]}\nhook: !!python/object/apply:os.system ["touch $PWNED"]\n'
} > .tickets/config.yml
git add -A && git commit -qm hostile
