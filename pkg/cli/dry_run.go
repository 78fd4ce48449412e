package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/plain"
	"github.com/service-catalogue/sc/pkg/render"
)

// dryRun shows what an entry would write.
func (a *app) dryRun(ctx context.Context, tip ledger.ID, open sessions, c compose) ([]receipt, error) {
	s, err := open(ctx, tip)
	if err != nil {
		return nil, err
	}
	p, err := c(s)
	if err != nil {
		return nil, err
	}
	a.remark(p.remarks)
	return p.receipts(s.stamp.Entry, ""), a.preview(p)
}

// preview shows what a dry run would write.
func (a *app) preview(p *proposal) error {
	for _, files := range []map[string][]byte{p.records, p.drafts} {
		for _, name := range sortedNames(files) {
			if old, changes := p.before[name]; changes {
				if err := render.Diff(a.Err, name, old, files[name]); err != nil {
					return err
				}
				continue
			}
			text := plain.CleanLines(string(files[name]))
			if !strings.HasSuffix(name, ".yaml") {
				text = a.say.T("%s bytes, %s", len(files[name]), string(catalogue.DigestOf(files[name]))) + "\n"
			}
			if _, err := fmt.Fprintf(a.Err, "--- %s\n%s", name, text); err != nil {
				return err
			}
		}
	}
	a.note(a.say.T("dry run: nothing was written")) // last, where it is still seen
	return nil
}
