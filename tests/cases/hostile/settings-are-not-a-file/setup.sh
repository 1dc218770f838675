rm .tickets/config.yml
mkfifo .tickets/config.yml .tickets/README.md
mkdir -p .tickets/templates/tickets
mkfifo .tickets/templates/overview.md.j2 .tickets/templates/tickets/task.md.j2 .tickets/templates/phases.md.j2
