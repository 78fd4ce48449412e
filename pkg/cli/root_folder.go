package cli

import (
	"context"
	"path"
	"path/filepath"
	"strings"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/signature"
)

// root finds the catalogue folder of a commit. Where its tree has several
// folders with a procedure.yaml, the file alone means nothing: of those that the
// command's place belongs to, the one that the pinned ledger's genesis names counts, or
// else the one with the oldest genesis. So nobody slips another procedure in.
func (a *app) root(repo *ledger.Repository, objects *ledger.Reader, tip, tree ledger.ID) (string, error) {
	root, _, err := a.rootFor(repo, objects, tip, tree)
	return root, err
}

// rootFor finds it too, and says whether it is sure: it is the only one there can be, or
// the pinned ledger's.
func (a *app) rootFor(repo *ledger.Repository, objects *ledger.Reader, tip, tree ledger.ID) (root string, sure bool, err error) {
	roots, whole, err := objects.Roots(tree)
	if err == nil && whole && len(roots) == 1 {
		return roots[0], true, nil
	}
	here := a.prefix(repo)
	if root, found := a.pinnedRoot(repo, objects, tip, tree); found && (within(root, here) || within(here, root)) {
		return root, true, nil
	}
	if err != nil {
		return "", false, err
	}
	if len(roots) == 0 {
		return "", false, &finding.Fault{
			Message: finding.Say("there is no catalogue in this repository: no procedure.yaml"),
			Hint:    finding.Say("begin one with \"sc init\""),
			Cause:   errNoCatalogue,
		}
	}
	return oldestRoot(objects, tip, roots, here), false, nil
}

// pinnedRoot is the folder that the genesis of the pinned ledger names, if the tree has a
// procedure there.
func (a *app) pinnedRoot(repo *ledger.Repository, objects *ledger.Reader, tip, tree ledger.ID) (string, bool) {
	pin := a.pinned(repo)
	if pin == "" {
		return "", false
	}
	e, err := objects.Genesis(context.Background(), tip, pin)
	if err != nil || e == nil {
		return "", false
	}
	n, err := objects.Find(tree, path.Join(e.Trailers.Root, records.ProcedureFile))
	return e.Trailers.Root, err == nil && n.Mode == ledger.Regular
}

// pinned is the ledger that is pinned for this run, or here; empty where none is.
func (a *app) pinned(repo *ledger.Repository) ledger.Digest {
	for _, text := range []string{a.flags.pin, a.Getenv("SC_PIN")} {
		if p, ok := audit.ParsePin(text); ok {
			return p.Ledger
		}
	}
	store, err := a.trustStore(repo)
	if err != nil {
		return ""
	}
	kept, err := store.load()
	if err != nil {
		return "" // whoever judges by it says so
	}
	return kept.pin().Ledger
}

// oldestRoot is the folder with the oldest genesis of those that the command's place
// belongs to.
func oldestRoot(objects *ledger.Reader, tip ledger.ID, roots []string, here string) string {
	best, age := roots[0], -1
	for _, r := range roots {
		if !within(r, here) && !within(here, r) {
			continue
		}
		if n, ok := genesisAge(objects, tip, r); ok && n > age {
			best, age = r, n
		}
	}
	return best
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
