package ledger

import (
	"context"
	"errors"
	"time"
)

// tryMove holds the branch, moves index and work tree, and then the branch.
func (r *Repository) tryMove(ctx context.Context, j journal) error {
	if err := r.ready(ctx, j.Ref); err != nil {
		return err
	}
	held, err := r.hold(ctx, j)
	if err != nil {
		return err
	}
	// Held is HEAD too, where it is on the branch: whoever left that before is seen now,
	// and nobody leaves it from now on.
	if err = r.ready(ctx, j.Ref); err == nil {
		err = r.advance(ctx, j)
	}
	if err != nil {
		return errors.Join(err, held.release())
	}
	return held.move()
}

// advance moves index and work tree.
func (r *Repository) advance(ctx context.Context, j journal) error {
	if taken := names(j.taken()); len(taken) > 0 {
		if err := r.add(ctx, taken); err != nil {
			return err
		}
	}
	if err := r.unobstructed(j); err != nil {
		return err
	}
	old := j.Old.String()
	if j.Old.IsZero() {
		old = emptyTree
	}
	err := r.readTree(ctx, old, j)
	if said(err, "not uptodate") {
		// Only their times may differ, as after a copy: git read-tree does not look further.
		_ = r.whole(ctx, "", "update-index", "-q", "--refresh") // fails where files differ too
		err = r.readTree(ctx, old, j)
	}
	return err
}

// readTree moves index and work tree. A firm landing, which has the branch, waits for the
// index: whoever has that cannot get the branch.
func (r *Repository) readTree(ctx context.Context, old string, j journal) error {
	for waited := time.Duration(0); ; waited += firmPause {
		err := r.whole(ctx, "", "read-tree", "-m", "-u", old, j.New.String())
		if err == nil || !j.firm || !said(err, "index.lock") {
			return err
		}
		for ; r.has("index.lock") && waited < firmWait && ctx.Err() == nil; waited += firmPause {
			time.Sleep(firmPause)
		}
		if waited >= firmWait || ctx.Err() != nil {
			return err
		}
	}
}

// How long a firm landing waits for the index, and how often it looks.
const (
	firmWait  = 2 * time.Second
	firmPause = time.Millisecond
)
