package ledger

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// ready refuses what no landing could go through.
func (r *Repository) ready(ctx context.Context, ref string) error {
	if r.bare {
		return &finding.Fault{
			Message: finding.Say("this is a bare repository: it can only be read"),
			Hint:    finding.Say("work in a clone of it, and push"),
		}
	}
	if op := r.underWay(); op != "" {
		return &finding.Fault{
			Message: finding.Say("git is in the middle of a %s here", op),
			Hint:    finding.Say("end it first: git %s --continue, or give it up: git %s --abort", op, op),
		}
	}
	return r.onBranch(ctx, ref)
}

// underWay is what git is in the middle of in this work tree; empty where it is not.
func (r *Repository) underWay() string {
	for _, op := range [][2]string{
		{"MERGE_HEAD", "merge"},
		{"CHERRY_PICK_HEAD", "cherry-pick"},
		{"REVERT_HEAD", "revert"},
		{"rebase-merge", "rebase"},
		{"rebase-apply", "rebase"},
	} {
		if r.has(op[0]) {
			return op[1]
		}
	}
	return ""
}

// onBranch refuses where HEAD is not on a branch.
func (r *Repository) onBranch(ctx context.Context, ref string) error {
	head, _, err := r.Head()
	if errors.Is(err, ErrWrongBranch) {
		return &finding.Fault{Message: finding.Problem(err), Hint: r.wayTo(ctx, ref), Cause: err}
	}
	if err != nil && !errors.Is(err, ErrUnborn) {
		return err
	}
	if head != ref {
		return &finding.Fault{
			Message: finding.Say("the branch %s is checked out; the ledger is on %s", shortRef(head), shortRef(ref)),
			Hint:    r.wayTo(ctx, ref),
			Cause:   ErrWrongBranch,
		}
	}
	return nil
}

// wayTo says how one gets to a branch: git lets no two work trees have the same.
func (r *Repository) wayTo(ctx context.Context, ref string) finding.Sentence {
	out, err := r.Run(ctx, "for-each-ref", "--format=%(worktreepath)", ref)
	if at := strings.TrimSpace(string(out)); err == nil && at != "" {
		return finding.Say("it is checked out in %s: go there", at)
	}
	return finding.Say("go to it: git switch %s", shortRef(ref))
}

// held is the lock of another git that keeps a landing from the index or the
// branch; empty where there is none.
func (r *Repository) held(ref string) string {
	for _, lock := range []string{
		filepath.Join(r.gitDir, "index.lock"),
		filepath.Join(r.gitDir, "HEAD.lock"),
		filepath.Join(r.commonDir, filepath.FromSlash(ref)+".lock"),
	} {
		if _, err := os.Lstat(lock); err == nil {
			return lock
		}
	}
	return ""
}

// has reports whether the work tree's git folder holds a file.
func (r *Repository) has(name string) bool {
	_, err := os.Lstat(filepath.Join(r.gitDir, name))
	return err == nil
}

// Unmoved is a fault, caused by ErrMoved, where a branch is not at a tip any more.
func (r *Repository) Unmoved(ref string, tip ID) error {
	now, _, err := r.Ref(ref)
	if err == nil && now != tip {
		return moved(ref)
	}
	return err
}

func moved(ref string) error {
	return &finding.Fault{
		Message: finding.Say("somebody else wrote to %s at the same time", shortRef(ref)),
		Hint:    finding.Say("try again"),
		Cause:   ErrMoved,
	}
}
