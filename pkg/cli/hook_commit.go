package cli

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// preCommit refuses to commit staged changes of ledger files. A merge that takes
// them over from one of its sides as they are there is none by hand.
func (a *app) preCommit(ctx context.Context) error {
	repo, err := a.hookRepository(ctx)
	if err != nil {
		return err
	}
	_, tip, err := repo.Head()
	if errors.Is(err, ledger.ErrWrongBranch) {
		tip, err = repo.Resolve(ctx, "HEAD")
	}
	if errors.Is(err, ledger.ErrUnborn) {
		return nil
	}
	if err != nil {
		return err
	}
	objects := repo.Reader()
	tree, _, err := objects.Links(tip)
	if err != nil {
		return err
	}
	root, err := a.root(repo, objects, tip, tree)
	if errors.Is(err, errNoCatalogue) {
		return nil
	}
	if err != nil {
		return err
	}
	return staged(ctx, repo, root)
}

// staged refuses ledger files that differ from every parent of the commit to be.
func staged(ctx context.Context, repo *ledger.Repository, root string) error {
	heads := []string{"HEAD"}
	out, err := repo.Run(ctx, "rev-parse", "--git-path", "MERGE_HEAD")
	if err != nil {
		return err
	}
	name := string(trimLine(out))
	if !filepath.IsAbs(name) {
		name = filepath.Join(repo.Top(), name)
	}
	merged, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	var touched []string
	for _, head := range append(heads, strings.Fields(string(merged))...) {
		changed, err := ledgerChanges(ctx, repo, root, head)
		if err != nil || len(changed) == 0 {
			return err
		}
		if touched == nil {
			touched = changed
		}
	}
	return fault(finding.Say("only sc changes files of the ledger, and this commit would: %s", procedure.Names(touched)),
		finding.Say("take the change back: git restore --staged --worktree %s; then make it with sc, such as sc correct or sc note", touched[0]))
}

// ledgerChanges are the ledger files whose staged bytes differ from a commit's.
func ledgerChanges(ctx context.Context, repo *ledger.Repository, root, head string) ([]string, error) {
	out, err := repo.Run(ctx, "diff", "--cached", "--name-only", "--no-renames", "--no-ext-diff", "-z", head, "--")
	if err != nil {
		return nil, err
	}
	var changed []string
	for name := range strings.SplitSeq(string(out), "\x00") {
		if inside, ok := ledger.Below(root, name); ok && ledger.IsLedgerPath(inside) {
			changed = append(changed, name)
		}
	}
	return changed, nil
}

// preCommitHook lets commits pass where sc is not to be found: it keeps a person
// from a slip, what keeps the ledger is the server.
const preCommitHook = `#!/bin/sh
# Refuses commits that change ledger files by hand (sc hook install).
command -v sc >/dev/null 2>&1 || { echo "sc is not on the PATH: ledger files are not guarded" >&2; exit 0; }
exec sc hook pre-commit
`

// installHook writes the pre-commit hook.
func (a *app) installHook(ctx context.Context) error {
	repo, err := a.repository(ctx)
	if err != nil {
		return err
	}
	if repo.Bare() {
		return bareRepository()
	}
	name, err := hookFile(ctx, repo)
	if err != nil {
		return err
	}
	return a.writeHook(name)
}

// hookFile is where git looks for the pre-commit hook.
func hookFile(ctx context.Context, repo *ledger.Repository) (string, error) {
	out, err := repo.Run(ctx, "rev-parse", "--git-path", "hooks/pre-commit")
	if err != nil {
		return "", err
	}
	name := filepath.FromSlash(string(trimLine(out)))
	if !filepath.IsAbs(name) {
		name = filepath.Join(repo.Top(), name)
	}
	return name, nil
}

func (a *app) writeHook(name string) error {
	there, err := os.ReadFile(name)
	switch {
	case err == nil && bytes.Equal(there, []byte(preCommitHook)):
		a.note(a.say.T("%s is there already", name))
		return nil
	case err == nil:
		return fault(finding.Say("there is another hook already: %s", name), finding.Say("add this line to it: sc hook pre-commit || exit 1"))
	}
	err = os.MkdirAll(filepath.Dir(name), 0o755)
	if err == nil {
		err = createHook(name)
	}
	if err != nil {
		return &finding.Fault{Message: finding.Say("the hook %s cannot be written: %s", name, err), Hint: finding.Say("check that you may write there"), Cause: err}
	}
	a.note(a.say.T("wrote %s", name))
	return nil
}

// createHook never writes over a file that appeared meanwhile.
func createHook(name string) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o755)
	if err != nil {
		return err
	}
	_, err = f.WriteString(preCommitHook)
	return errors.Join(err, f.Close())
}
