package audit

import (
	"context"
	"runtime"
	"sync"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/validator"
)

// A stretch is a run of links that one goroutine reads: neighbours share most of
// their trees. Only so many stretches are in memory at a time.
const (
	stretchLength = 64
	stretchesRead = 8
)

// stretch is a run of links on its way from reading to judging.
type stretch struct {
	links    []link
	readings []*reading // nil where the link is no entry
	before   ledger.ID  // the tree that the first link starts from
	done     chan struct{}
}

// chain reads the links, several stretches at a time, since neither a signature nor
// a record's text depends on what came before; and judges them from the first to the
// last, since nothing else does not.
func (r *replay) chain(ctx context.Context, s Subject, links []link) error {
	var readers sync.WaitGroup
	defer readers.Wait()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	judged := 0
	for part := range r.readAhead(ctx, &readers, s, links) {
		select {
		case <-part.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		for i, l := range part.links {
			r.next(l, part.readings[i])
		}
		if judged += len(part.links); s.Judged != nil {
			s.Judged(judged, len(links))
		}
	}
	return ctx.Err()
}

// readAhead gives the stretches of the chain in their order; each is done when it
// was read.
func (r *replay) readAhead(ctx context.Context, readers *sync.WaitGroup, s Subject, links []link) <-chan *stretch {
	before := r.base
	inOrder, work := make(chan *stretch, stretchesRead), make(chan *stretch, stretchesRead)
	schemas := validator.New()
	for range runtime.GOMAXPROCS(0) {
		one := &reader{objects: s.Readers(), root: s.Root, schemas: schemas}
		readers.Go(func() {
			for part := range work {
				one.stretch(ctx, part)
				close(part.done)
			}
		})
	}
	go func() {
		defer close(inOrder)
		defer close(work)
		for at := 0; at < len(links); at += stretchLength {
			part := &stretch{links: links[at:min(at+stretchLength, len(links))], done: make(chan struct{})}
			if at > 0 {
				before = links[at-1].Tree
			}
			part.before = before
			select {
			case inOrder <- part:
				work <- part // it has room for all that inOrder has room for
			case <-ctx.Done():
				return
			}
		}
	}()
	return inOrder
}

// stretch takes the entries of a stretch apart.
func (r *reader) stretch(ctx context.Context, part *stretch) {
	part.readings = make([]*reading, len(part.links))
	before := part.before
	for i, l := range part.links {
		if l.Entry && ctx.Err() == nil {
			part.readings[i] = r.read(l.Link, before)
		}
		before = l.Tree
	}
}

// next judges the next link of the chain.
func (r *replay) next(l link, e *reading) {
	since, gone := len(r.report.Violations), r.dropped(l.Link)
	for _, parent := range gone {
		r.atCommit(l.Link, "E_MERGE", finding.Say("the merge drops or forks entries: one of its parents has a ledger that the chain never had"))
		r.report.Violations[len(r.report.Violations)-1].about(r.differing(parent, l.ID))
	}
	r.states[l.State] = true
	switch {
	case e == nil:
		r.report.Drafts++
		r.draft(l)
	case r.gap: // each is only taken at its word
		r.damage.behind++
		r.publishFaults(e)
	default:
		r.judge(e)
		r.gap = e.damaged()
	}
	r.offend(l.Link, e, since, gone)
}
