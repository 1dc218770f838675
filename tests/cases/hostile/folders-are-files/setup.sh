rm .tickets/config.yml
mkdir -p .tickets/config.yml/x .tickets/.gitattributes .tickets/README.md
echo x > .tickets/templates
echo x > .tickets/archive
