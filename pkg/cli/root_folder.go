package cli

import (
	"context"
	"path/filepath"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/signature"
)

// root finds the catalogue folder of a commit. Where its tree has several
// folders with a procedure.yaml, the file alone means nothing: the folder must be
// named by a genesis, and of those that the command's place belongs to, the one
// with the oldest genesis counts. So nobody slips another procedure in.
func (a *app) root(repo *ledger.Repository, objects *ledger.Reader, tip, tree ledger.ID) (string, error) {
	roots, err := objects.Roots(tree)
	if err != nil {
		return "", err
	}
	switch len(roots) {
	case 0:
		return "", &finding.Fault{
			Message: finding.Say("there is no catalogue in this repository: no procedure.yaml"),
			Hint:    finding.Say("begin one with \"sc init\""),
			Cause:   errNoCatalogue,
		}
	case 1:
		return roots[0], nil
	}
	here := a.prefix(repo)
	best, age := roots[0], -1
	for _, r := range roots {
		if !within(r, here) && !within(here, r) {
			continue
		}
		if n, ok := genesisAge(objects, tip, r); ok && n > age {
			best, age = r, n
		}
	}
	return best, nil
}

// within reports whether a folder is another or lies in it.
func within(outer, inner string) bool {
	return outer == "." || inner == outer || strings.HasPrefix(inner, outer+"/")
}

// genesisAge is how many commits ago the ledger of a folder began, if it did.
func genesisAge(objects *ledger.Reader, tip ledger.ID, root string) (age int, ok bool) {
	n := 0
	for link, err := range objects.Chain(context.Background(), tip, root) {
		if err != nil {
			return 0, false
		}
		n++
		if !link.Entry {
			continue
		}
		e, err := ledger.ParseEntry(link.Raw)
		if err != nil || e.Trailers.Entry != 0 || e.Trailers.Root != root {
			continue
		}
		if _, err := signature.Verify(e.Signature, signature.NamespaceGit, e.Payload); err == nil {
			age, ok = n, true
		}
	}
	return age, ok
}

// prefix is the folder the command works in, from the top of the work tree.
func (a *app) prefix(repo *ledger.Repository) string {
	dir, err := filepath.EvalSymlinks(a.dir())
	if err != nil {
		return "."
	}
	rel, err := filepath.Rel(repo.Top(), dir)
	if err != nil {
		return "."
	}
	return filepath.ToSlash(rel)
}
