package render

import (
	"io"
	"time"

	"github.com/schollz/progressbar/v3"
)

// Progress shows on a terminal how far a piece of work has come: how much of it is
// done, at what rate, and how long it will take yet. A nil one shows nothing.
type Progress struct {
	bar *progressbar.ProgressBar
}

// quietTime is how long work may take before anything is shown of it.
const quietTime = time.Second

// NewProgress begins to watch a piece of work, in things of a unit. What is done
// within a second is never shown.
func NewProgress(out io.Writer, what, unit string) *Progress {
	return newProgress(&late{Writer: out, after: time.After(quietTime)}, what, unit)
}

func newProgress(out io.Writer, what, unit string) *Progress {
	return &Progress{progressbar.NewOptions(1,
		progressbar.OptionSetWriter(out),
		progressbar.OptionSetDescription(what),
		progressbar.OptionSetItsString(unit),
		progressbar.OptionShowIts(),
		progressbar.OptionShowCount(),
		progressbar.OptionSetWidth(16),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionSetRenderBlankState(false),
	)}
}

// Done says how much is done, and of how much. Several goroutines may say it.
func (p *Progress) Done(done, total int) {
	if p == nil || total <= 0 {
		return
	}
	if p.bar.GetMax() != total {
		p.bar.ChangeMax(total)
	}
	_ = p.bar.Set(min(done, total)) // what cannot be drawn is not missed
}

// Close takes away what is shown.
func (p *Progress) Close() {
	if p != nil {
		_ = p.bar.Clear()
	}
}

// late passes on what is written once a time has come.
type late struct {
	io.Writer
	after <-chan time.Time
	begun bool
}

// Write is called by one goroutine at a time: the bar sees to it.
func (l *late) Write(text []byte) (int, error) {
	if !l.begun {
		select {
		case <-l.after:
			l.begun = true
		default:
			return len(text), nil
		}
	}
	return l.Writer.Write(text)
}
