mkdir -p .tickets/templates/tickets
n=0
while read -r line; do
  n=$((n + 1))
  printf '%s' "$line" > .tickets/templates/t$n.md.j2
done <<'END'
{{ ''.__class__.__mro__[1].__subclasses__() }}
{{ tickets.__class__.__init__.__globals__ }}
{{ cycler.__init__.__globals__.os.system('touch $PWNED') }}
{{ lipsum.__globals__['os'].popen('touch $PWNED').read() }}
{{ self._TemplateReference__context.cycler.__init__.__globals__.os }}
{{ joiner.__init__.__globals__ }}{{ namespace.__init__.__globals__ }}
{{ ''|attr('__class__')|attr('__mro__') }}
{{ ['__cla','ss__']|join }}{{ ''[['__cla','ss__']|join] }}
{{ tickets | map(attribute='__class__.__mro__') | list }}
{{ '{0.__class__.__init__.__globals__}'.format(tickets) }}
{{ ('%s' | format)('a') }}{{ '{x.__class__}'.format_map({'x': vars}) }}
{% set f = vars.update %}{{ f({'a': 1}) }}{{ tickets.append(1) }}
{{ tickets | sort(attribute='__class__') }}{{ tickets | groupby('__class__') }}
{{ (tickets | where("title = x")).__class__ }}{{ where.__globals__ }}
{{ url_for.__globals__ }}{{ config }}{{ request }}
{% import 'os' as os %}{{ os.system }}
{{ caller.__code__ }}{{ loop.__init__ }}
{{ namespace(a=1).__setattr__('x', 1) }}
END
cp .tickets/templates/t3.md.j2 .tickets/templates/tickets/task.md.j2
git add -A && git commit -qm hostile
