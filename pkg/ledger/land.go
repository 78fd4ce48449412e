package ledger

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/finding"
)

// ErrMoved is the cause of Land's fault where somebody else moved the ledger branch
// since the entry was built: build it again on the new tip (see Append).
var ErrMoved = errors.New("the branch has moved")

// Landing is a built commit on its way into index, work tree and branch.
type Landing struct {
	Ref string   // the ledger branch, as refs/heads/main: it must be checked out
	Old ID       // the tip that the commit was built on; zero on a branch without a commit
	New ID       // the commit
	Add []string // paths from the top of changed files in the work tree that the commit takes along as they are there
	// Anew moves the branch to a commit that does not go on from Old: what only this
	// repository had was built anew on what others had.
	Anew bool
	// Share hands the commit to others, before anything is moved here and once nothing
	// stands in the way of that any more; nil where it is not shared. Its fault ends
	// the landing. What cannot be landed once it is shared is a *NotHere.
	Share func(ctx context.Context) error

	firm bool // no other git that holds the index goes first
}

// NotHere is why a commit that others have already could not be landed here.
type NotHere struct{ Cause error }

// Error says why.
func (n *NotHere) Error() string { return "shared, and not landed here: " + n.Cause.Error() }

// appendTries is how often an entry is built before others count as too quick: eight
// people who write without a pause all get their turn.
const appendTries = 200

// politeTries is how often a git that holds the index, such as git commit -a, goes first.
// Then it is kept from the branch, which it gives up to wait for after a tenth of a second.
const politeTries = 3

// Append builds a landing on the branch's tip and lands it; where the branch moved
// meanwhile, be it that building says so, it begins again, often, before it returns
// ErrMoved. The tip is zero on a branch without a commit.
func (r *Repository) Append(ctx context.Context, ref string, build func(ctx context.Context, tip ID) (Landing, error)) error {
	for try := range appendTries {
		err := r.ready(ctx, ref)
		if err != nil {
			return err
		}
		tip, _, err := r.Ref(ref)
		if err != nil {
			return err
		}
		l, err := build(ctx, tip)
		l.firm = try >= politeTries
		if err == nil {
			err = r.Land(ctx, l)
		}
		if !errors.Is(err, ErrMoved) {
			return err
		}
	}
	return &finding.Fault{
		Message: finding.Say("somebody else wrote to %s at the same time, again and again: %s tries came too late", shortRef(ref), appendTries),
		Hint:    finding.Say("let what writes there without a pause come to its end, and try again"),
		Cause:   ErrMoved,
	}
}

// Land moves index, work tree and branch from Old to New by git read-tree, which
// carries other changes of the user's through, staged or not, while git update-ref
// holds the branch. It refuses, changing nothing, where HEAD is not on the branch
// (ErrWrongBranch), the branch is not at Old (ErrMoved), git is in the middle of
// something, or a file that the commit writes was changed. A landing that is cut off is
// ended by Recover.
func (r *Repository) Land(ctx context.Context, l Landing) error {
	done, err := r.turn(ctx)
	if err != nil {
		return err
	}
	defer done()
	j, err := r.fitting(ctx, l)
	if err != nil {
		return err
	}
	if l.Share == nil {
		return r.carry(ctx, j)
	}
	if err := l.Share(ctx); err != nil {
		return err
	}
	// Others have it: Ctrl-C comes too late.
	if err := r.carry(context.WithoutCancel(ctx), j); err != nil {
		return &NotHere{err}
	}
	return nil
}

// fitting is the plan of a landing in whose way nothing stands.
func (r *Repository) fitting(ctx context.Context, l Landing) (journal, error) {
	if err := r.ready(ctx, l.Ref); err != nil {
		return journal{}, err
	}
	if err := r.Unmoved(l.Ref, l.Old); err != nil {
		return journal{}, err
	}
	j, err := r.plan(l)
	if err != nil {
		return journal{}, err
	}
	able := make(chan error, 1)
	go func() { able <- r.git.requireWriting(ctx, r.dir) }() // git is asked beside the look at the files
	dirty := r.clean(ctx, j, nothing)
	if dirty == nil {
		dirty = r.unfiltered(ctx, j)
	}
	j.firm = l.firm
	return j, errors.Join(<-able, dirty)
}

// carry moves what is here, under a journal.
func (r *Repository) carry(ctx context.Context, j journal) error {
	if j.New == j.Old {
		return nil // there was only something to share
	}
	if err := r.begin(ctx, j); err != nil {
		return err
	}
	err := r.move(ctx, j)
	if errors.Is(err, errLeft) {
		return err // the journal stays, for Recover
	}
	return errors.Join(err, r.end(j))
}

// errLeft is the cause of a fault about a landing that could be neither ended nor
// taken back.
var errLeft = errors.New("landing left half-way")

// How often, and how far apart, a git that was refused is tried again: an editor's
// git status may hold the index for a moment.
const (
	moveTries = 10
	sureTries = 2 // for a refusal that nothing temporary seems to explain
	movePause = 100 * time.Millisecond
)

// move lets git move index, work tree and branch, in this order, so that a cut
// leaves too much staged and never too little. What it cannot end it takes back.
func (r *Repository) move(ctx context.Context, j journal) error {
	var err error
	for try := range moveTries {
		if failed := r.tryMove(ctx, j); try == 0 {
			err = r.obstacle(ctx, failed) // what later tries say may come of what this one left
		}
		if done, why := r.outcome(ctx, j); done {
			return nil
		} else if why != nil {
			err = why
			break
		}
		// The index or the branch may be held by another git, perhaps no longer; what
		// else git refused it refuses again.
		if noRoom(err) || try >= sureTries && !r.has("index.lock") && !r.partly(ctx, j) {
			break
		}
		if stop := pause(ctx, movePause); stop != nil {
			err = stop
			break
		}
	}
	if lock := r.held(j.Ref); lock != "" && !errors.Is(err, ErrMoved) {
		err = locked(lock, err)
	}
	if left := r.unwind(context.WithoutCancel(ctx), j); left != nil {
		return &finding.Fault{
			Message: finding.Say("%s is signed, and could neither be landed nor be taken back: %s", j.New, finding.Problem(errors.Join(err, left))),
			Hint:    finding.Say("see whether the disk is full, and who may write to %s; the next step that is taken here lands it first", r.dir),
			Cause:   errors.Join(errLeft, err, left),
		}
	}
	return err
}

// outcome says whether the commit landed, and if not, why trying again is no use.
// A hook that fails behind a landing does not undo it.
func (r *Repository) outcome(ctx context.Context, j journal) (landed bool, why error) {
	now, _, err := r.Ref(j.Ref)
	switch {
	case err != nil:
		return false, err
	case now == j.New || now != j.Old && r.isAncestor(ctx, j.New, now):
		return true, nil
	case now != j.Old:
		return false, moved(j.Ref)
	}
	return false, errors.Join(r.merged(ctx), r.clean(ctx, j, leftovers))
}

// partly reports whether index and work tree moved and the branch did not, because
// another git held it.
func (r *Repository) partly(ctx context.Context, j journal) bool {
	found, err := r.changes(ctx, j.written())
	return err == nil && slices.ContainsFunc(found, func(c change) bool { return c.landed })
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// merged refuses an index with conflicts, as git stash pop leaves it.
func (r *Repository) merged(ctx context.Context) error {
	out, err := r.Run(ctx, "diff", "--name-only", "--diff-filter=U", "-z")
	if name, _, ok := strings.Cut(string(out), "\x00"); err == nil && ok {
		return &finding.Fault{
			Message: finding.Say("%s has conflicts that are not resolved", name),
			Hint:    finding.Say("resolve them and git add the file, or take it back with git restore"),
		}
	}
	return err
}

// whole runs a git that must not be stopped half-way.
func (r *Repository) whole(ctx context.Context, stdin string, args ...string) error {
	_, err := r.git.run(ctx, call{dir: r.dir, args: args, stdin: stdin, with: append(r.durable(), untidied()...), whole: true})
	return err
}

// untidied keeps git from packing anew behind a step: who packs, and when, is for the
// user to say (see Loose).
func untidied() []string { return []string{"-c", "maintenance.auto=false", "-c", "gc.auto=0"} }

// durable lets git put refs safely on the disk, as this program does with objects: by
// itself it leaves that to the system, and a power cut may leave an empty ref.
// Whoever has said how git is to do it is obeyed. Git before 2.36 passes it over.
func (r *Repository) durable() []string {
	if _, set := r.config["core.fsync"]; set {
		return nil
	}
	return []string{"-c", "core.fsync=committed"}
}

func locked(file string, err error) error {
	return &finding.Fault{
		Message: finding.Say("another git holds the lock %s", file),
		Hint:    finding.Say("wait until it is done; if no git runs here any more, remove that file and try again"),
		Cause:   err,
	}
}

func nulList(paths []string) string { return strings.Join(paths, "\x00") }
