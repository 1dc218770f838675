mkdir -p .tickets/templates/tickets
printf '{%% for i in range(99999) %%}{%% for j in range(99999) %%}{%% endfor %%}{%% endfor %%}' > .tickets/templates/tickets/task.md.j2
git add -A && git commit -qm hostile
