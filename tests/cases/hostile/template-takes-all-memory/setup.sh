mkdir -p .tickets/templates/tickets
printf '{%% set x = namespace(s="aaaaaaaaaaaaaaaa") %%}{%% for i in range(40) %%}{%% set x.s = x.s ~ x.s %%}{%% endfor %%}{{ x.s }}' > .tickets/templates/double.md.j2
printf '{{ "a" * 99999999999 }}' > .tickets/templates/times.md.j2
printf '{{ 9 ** 9 ** 9 }}' > .tickets/templates/tickets/task.md.j2
printf '{{ "%%99999999999d" | format(1) }}{{ "x".ljust(99999999999) }}' > .tickets/templates/width.md.j2
printf '{{ "x".center(99999999999) }}{{ "x" | indent(99999999999) }}' > .tickets/templates/centre.md.j2
printf '{%% macro m() %%}{{ m() }}{%% endmacro %%}{{ m() }}' > .tickets/templates/recursion.md.j2
printf '{%% include "include" %%}{%% extends "self.md.j2" %%}' > .tickets/templates/self.md.j2
printf '{%% include "self2.md.j2" %%}' > .tickets/templates/self2.md.j2
{ printf '%020000d' 0 | sed 's/0/{%% if 1 %%}/g'; } > .tickets/templates/nested.md.j2
{ printf '{{ '; printf '%050000d' 0 | tr 0 '('; } > .tickets/templates/parentheses.md.j2
{ printf '{{ '; printf '%050000d' 0 | sed 's/0/-/g'; printf '1 }}'; } > .tickets/templates/minus.md.j2
git add -A && git commit -qm hostile
