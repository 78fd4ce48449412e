package ledger

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/service-catalogue/sc/pkg/finding"
)

// turns lets one sc at a time fetch, share and land in a clone. The system lets go of it
// when a program ends, however it ends.
type turns struct {
	file  *os.File
	taken int // how often by this program, which may need it within its own turn
}

// errBusy is the cause of take's fault where another program has the turn.
var errBusy = errors.New("another sc is at work")

// How long, and how often, it is waited for another sc: that may be handing over much.
const (
	turnTries = 6000
	turnPause = 20 * time.Millisecond
)

// turn waits for this program's turn in the clone. Where the system knows of no such
// thing it goes on: what is held against others then is the branch alone.
func (r *Repository) turn(ctx context.Context) (end func(), err error) {
	end = func() {
		if r.turns.taken--; r.turns.taken == 0 && r.turns.file != nil {
			_ = r.turns.file.Close() // it was only held
			r.turns.file = nil
		}
	}
	r.turns.taken++
	if r.turns.taken > 1 {
		return end, nil
	}
	for range turnTries {
		if r.turns.file, err = take(r.commonDir); !errors.Is(err, errBusy) {
			return end, nil
		}
		if err := pause(ctx, turnPause); err != nil {
			end()
			return nil, err
		}
	}
	end()
	return nil, &finding.Fault{
		Message: finding.Say("another sc is writing in this repository"),
		Hint:    finding.Say("try again when it is done"),
		Cause:   err,
	}
}
