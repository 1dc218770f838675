cat > .tickets/config.yml <<'END'
prefix: JJM
workflow:
  backlog: []
  done: [done, backlog]
  constructor: [__proto__]
  __proto__: [constructor, backlog]
  cancelled: []
status_class: {constructor: open, __proto__: active}
ticket_types: [constructor]
priorities: [__proto__, toString]
required: {constructor: [title, id, Devlog, nothing, ""]}
hours_per_day: 0.0001
default_effort: 99999w
id_width: 12
END
printf -- '---\nid: JJM-003\ntitle: T\nstatus: constructor\nticket_type: constructor\npriority: __proto__\n---\n' > .tickets/JJM-003.md
git add -A && git commit -qm hostile
