for name in click yaml git jinja2 rich pickle json markdown_it encodings resource sitecustomize usercustomize; do
  echo 'import os; open(os.environ["PWNED"], "w")' > $name.py
  cp $name.py .tickets/$name.py
done
mkdir -p jticket/render .tickets/templates
cp click.py jticket/__init__.py
cp click.py jticket/render/template_process.py
echo 'from the clone {{ tickets | length }}' > .tickets/templates/overview.md.j2
git add -A && git commit -qm hostile
