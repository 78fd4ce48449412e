package ledger

import (
	"context"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// obstacle says what keeps git from moving index, work tree and branch, where git tells
// it in words only and no look beforehand shows it.
func (r *Repository) obstacle(ctx context.Context, err error) error {
	text, _ := complaint(err)
	path, _, _ := strings.Cut(after(text, "would be overwritten by merge:\n"), "\n")
	path = strings.TrimSpace(path)
	fault := &finding.Fault{Cause: err}
	switch {
	case strings.Contains(text, "aborted by hook"):
		words, _, _ := strings.Cut(text, "fatal: ")
		fault.Message = finding.Say("the hook reference-transaction of this repository does not let the branch be moved: %s", strings.Join(strings.Fields(words), " "))
		fault.Hint = finding.Say("that is its own reason; it lies in the folder that this names: git rev-parse --git-path hooks")
	case path == "":
		return err
	case strings.Contains(text, "untracked working tree files"):
		fault.Message = finding.Say("%s is in the way: git does not know it, and this step writes there", path)
		fault.Hint = finding.Say("move it away, and look at git status")
	case r.overlooked(ctx, path):
		fault.Message = finding.Say("%s has a change that git was told to overlook, and this step writes to it", path)
		fault.Hint = finding.Say("let git see it again: git update-index --no-assume-unchanged --no-skip-worktree %s", path)
	default:
		return err
	}
	return fault
}

// after is what follows a text.
func after(s, text string) string {
	_, rest, _ := strings.Cut(s, text)
	return rest
}

// overlooked reports whether git was told not to look for changes of a file
// (--assume-unchanged, --skip-worktree).
func (r *Repository) overlooked(ctx context.Context, path string) bool {
	out, err := r.Run(ctx, "ls-files", "-v", "-z", "--", path)
	tag, _, ok := strings.Cut(string(out), " ")
	return err == nil && ok && tag != "H"
}
