printf -- '---\nid: JJM-003\ntitle: T\nstatus: "%%0A::set-env name=PATH::/tmp"\npriority: "##[add-path]/tmp"\nticket_type: "\\n::error::x"\ndependencies: ["::stop-commands::x"]\n---\n\n::set-output name=x::y\n##[set-env name=PATH]/tmp\n' > .tickets/JJM-003.md
cp .tickets/JJM-003.md '.tickets/::set-env name=PATH::x.md'
cp .tickets/JJM-003.md '.tickets/##[add-path]x.md'
cp .tickets/JJM-003.md '.tickets/a,line=1::x%0A.md'
printf 'prefix: JJM\n"::set-env name=x::y": z\n"##[x]": y\n' > .tickets/config.yml
git add -A && git commit -qm hostile
