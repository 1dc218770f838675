for name in '--upload-pack=touch' '--output=pwned' '-x' '$(touch' '`touch`' 'a;touch' "$(printf 'b\342\200\256c')" 'JJM-001' '%(refname)' 'HEAD' 'main..HEAD' '|sh' "$(printf '\302\233[31m')"; do
  git update-ref "refs/heads/$name" HEAD || :
  git update-ref "refs/remotes/origin/$name" HEAD || :
  git update-ref "refs/tags/$name" HEAD || :
done
printf -- '---\nid: JJM-003\ntitle: T\n---\n' > .tickets/JJM-003.md
git add -A && git commit -qm hostile
