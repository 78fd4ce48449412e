package cli

import (
	"fmt"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/render"
)

// receiptPage is what a writing command prints: one receipt as an object,
// several as an array.
func receiptPage(done []receipt) render.Page {
	section := render.Section{}
	for _, r := range done {
		section.Rows = append(section.Rows, []any{r.ID, string(r.State), r.Entry, r.Commit})
	}
	page := render.Page{Sections: []render.Section{section}, Value: done}
	if len(done) == 1 {
		page.Value = done[0]
	}
	return page
}

// receipts shows what was written: a sentence for people, rows for programs.
func (a *app) receipts(done []receipt) error { return a.answer(receiptPage(done), done) }

// answer shows a page of receipts, in words where a person reads.
func (a *app) answer(page render.Page, done []receipt) error {
	defer a.comesNext()
	if !a.Term.Out || a.flags.json || a.flags.jq != "" || a.flags.dryRun {
		return a.show(page)
	}
	for _, r := range done {
		fmt.Fprintln(a.Out, a.say.Say(became(r)))
	}
	return nil
}

// comesNext says who comes next.
func (a *app) comesNext() {
	for _, s := range a.next {
		a.hint(a.say.Say(s))
	}
}

// idPage is the receipt of a command whose rows are ids, to be used as $(…).
func idPage(done []receipt) render.Page {
	page := receiptPage(done)
	for i, r := range done {
		page.Sections[0].Rows[i] = []any{r.ID}
	}
	return page
}

// became says what a record is now.
func became(r receipt) finding.Sentence {
	if r.State == "" {
		return finding.Say("%s is recorded (entry %s, commit %s)", r.ID, r.Entry, short(r.Commit))
	}
	return finding.Say("%s is now %s (entry %s, commit %s)", r.ID, finding.Say(string(r.State)), r.Entry, short(r.Commit))
}

func short(commit string) string {
	if len(commit) < 12 {
		return commit
	}
	return commit[:12]
}
