package audit

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/service-catalogue/sc/pkg/ledger"
)

// link is one commit of the chain. Its raw bytes are kept where something is wrong with
// it as a link, and of the newest commits up to maxRaw: those before are read again when
// they are judged, so that a long history is never in memory at once.
type link struct {
	ledger.Link
	lookalike bool // no entry, but it has the trailers of one
}

// walk is the chain to the tip, from its first commit or, where judging goes on from
// an entry, from behind that.
func walk(ctx context.Context, objects *ledger.Reader, s Subject, report *Report) ([]link, error) {
	var links []link
	kept := 0
	for l, err := range objects.Chain(ctx, s.Tip, s.Root) {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("walk the history: %w", ctx.Err())
		}
		if err != nil {
			report.broken(l, err)
			break
		}
		if report.From != nil && l.ID == report.From.Commit {
			break
		}
		one := link{Link: l, lookalike: !l.Entry && len(l.Parents) < 2 && lookalike(l.Raw)}
		if kept += len(l.Raw); kept > maxRaw && l.Breach == nil && len(l.Parents) < 2 {
			one.Raw = nil
		}
		links = append(links, one)
	}
	slices.Reverse(links)
	return links, nil
}

// maxRaw is how many bytes of commits are kept.
const maxRaw = 8 << 20

// broken reports a commit that the chain cannot be followed behind.
func (r *Report) broken(l ledger.Link, err error) {
	e := &reading{link: l}
	e.form(err)
	for _, v := range e.faults {
		v.Commit, v.Entry = l.ID, -1
		r.Violations = append(r.Violations, v)
	}
}

// lookalike reports whether a commit's message has a line of an entry's trailers.
func lookalike(raw []byte) bool {
	_, message, _ := bytes.Cut(raw, []byte("\n\n"))
	return bytes.Contains(message, []byte("\nSC-Format: "))
}
