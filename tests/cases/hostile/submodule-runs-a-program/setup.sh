cat > .gitmodules <<'END'
[submodule "x"]
	path = .tickets/sub
	url = "ext::sh -c touch% $PWNED"
	update = "!touch $PWNED"
	fetchRecurseSubmodules = true
END
git update-index --add --cacheinfo "160000,$(git rev-parse HEAD),.tickets/sub"
git update-index --add --cacheinfo "160000,$(git rev-parse HEAD),.tickets/JJM-003.md"
git add .gitmodules && git commit -qm hostile
mkdir -p .tickets/sub
