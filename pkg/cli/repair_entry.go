package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

// mend composes the entry that puts the ledger back.
func (w *wreck) mend(ctx context.Context, s *session) (*proposal, error) {
	if len(w.report.Offences) == 0 {
		return nil, w.nothing()
	}
	role, no := s.amender()
	if no != nil {
		no.Subject = procedure.ActionRepair
		return nil, no
	}
	files, err := w.differing()
	if err != nil {
		return nil, err
	}
	p := &proposal{action: procedure.ActionRepair, role: role, sound: w.report.Sound, body: w.body(files)}
	p.remarks = slices.Concat(w.blamed(), w.moved(files), w.left())
	if err := w.takeBack(ctx, p); err != nil {
		return nil, err
	}
	p.subject = "repair after commit " + short(w.report.Offences[0].Commit.String())
	if more := len(w.report.Offences) - 1; more > 0 {
		p.subject += " and " + strconv.Itoa(more) + " more"
	}
	p.ask = s.app.say.T("rule that %s commits were not by the procedure, and put the ledger back?", len(w.report.Offences))
	return p, w.rule(ctx, s, p)
}

// rule writes the ruling that names the commits.
func (w *wreck) rule(ctx context.Context, s *session, p *proposal) error {
	reason, err := w.why(ctx)
	if err != nil {
		return err
	}
	id, err := s.books.Next(records.Rulings(), s.stamp.At[:4])
	if err != nil {
		return err
	}
	r := &procedure.Ruling{Schema: 1, ID: id, Ruling: procedure.Repaired, Reason: reason, In: s.stamp.Entry}
	for _, o := range w.report.Offences {
		r.Commits = append(r.Commits, catalogue.Digest(o.Digest))
	}
	data, err := document.Encode(r)
	if err != nil {
		return err
	}
	name := records.Rulings().Path(id)
	p.records, p.outcome = map[string][]byte{name: data}, []receipt{{ID: id}}
	return s.app.recordable(name, data, validator.Ruling)
}

// why is the reason; on a terminal it is asked for, once. A dry run shows where it
// would stand.
func (w *wreck) why(ctx context.Context) (string, error) {
	if w.reason == "" && w.app.flags.dryRun {
		return "…", nil
	}
	if w.reason == "" && w.app.asks() {
		var err error
		if w.reason, err = w.app.ask(ctx, w.app.say.T("the reason"), ""); err != nil {
			return "", err
		}
	}
	if w.reason == "" {
		return "", fault(finding.Say("a ruling needs a reason"), finding.Say("give it with -m"))
	}
	return w.reason, nil
}

// nothing is the refusal where no commit waits for a repair.
func (w *wreck) nothing() error {
	no := &procedure.Refusal{Code: "E_STATE", Subject: procedure.ActionRepair, Message: finding.Say("every commit is by the procedure, or was repaired")}
	no.Hint = finding.Say("\"sc verify\" shows the whole history")
	var codes []string
	for _, v := range w.unmended() {
		if !slices.Contains(codes, v.Code) {
			codes = append(codes, v.Code)
		}
	}
	if len(codes) > 0 {
		no.Message = finding.Say("no repair mends what is wrong: %s", procedure.Names(codes))
		no.Hint = finding.Say("\"sc verify\" shows what is wrong, and how each is put right")
	}
	return no
}

// unmended are the violations that no repair mends: those that are about no commit
// that it names.
func (w *wreck) unmended() []audit.Violation {
	return slices.DeleteFunc(slices.Clone(w.report.Violations), func(v audit.Violation) bool {
		_, offends := w.offence(v)
		return v.Warning() || offends
	})
}

// offence is the commit with violations that a violation is about.
func (w *wreck) offence(v audit.Violation) (audit.Offence, bool) {
	i := slices.IndexFunc(w.report.Offences, func(o audit.Offence) bool { return o.Commit == v.Commit && slices.Contains(o.Codes, v.Code) })
	if i < 0 {
		return audit.Offence{}, false
	}
	return w.report.Offences[i], true
}

// blamed names the commits, and what is wrong with each.
func (w *wreck) blamed() []string {
	var lines []string
	for _, v := range w.report.Violations {
		if _, offends := w.offence(v); offends {
			lines = append(lines, w.app.violation(v))
		}
	}
	return lines
}

// left names what stays as it is.
func (w *wreck) left() []string {
	var lines []string
	for _, v := range w.unmended() {
		lines = append(lines, w.app.say.T("not mended: %s", w.app.violation(v)))
	}
	return lines
}

// violation is a violation as a line.
func (a *app) violation(v audit.Violation) string {
	return strings.Join(append(violationWords(v), a.say.Say(v.Message)), " ")
}

// putBack is a path of the ledger that the tip has otherwise than sound entries left
// it.
type putBack struct {
	path string // from the top
	gone bool   // no sound entry brought it: it is taken out
}

// differing lists what a repair changes in the ledger, by path.
func (w *wreck) differing() ([]putBack, error) {
	objects := w.repo.Reader()
	tree, _, err := objects.Links(w.tip)
	if err != nil {
		return nil, err
	}
	there, err := objects.LedgerFiles(tree, w.root)
	if form, ok := errors.AsType[*ledger.FormError](err); ok {
		return nil, &finding.Fault{
			Message: finding.Say("what lies in the ledger's folders cannot be read: %s", form.Text),
			Hint:    finding.Say("put them back by stock git, and then repair: git restore --source %s --staged --worktree -- %s ':!%s' && git commit --no-verify -m back; the repair names that commit too", short(w.report.Offences[0].Lead.String()), w.root, w.under(records.ServiceFolder)),
			Cause:   err,
		}
	}
	if err != nil {
		return nil, err
	}
	found := map[string]putBack{}
	for path := range there {
		if _, sound := w.report.Sound[path]; !sound {
			found[path] = putBack{w.under(path), true}
		}
	}
	for path, id := range w.report.Sound {
		if n := there[path]; n.ID != id || n.Mode != ledger.Regular {
			found[path] = putBack{w.under(path), false}
		}
	}
	var list []putBack
	for _, path := range slices.Sorted(maps.Keys(found)) {
		list = append(list, found[path])
	}
	return list, nil
}

// moved says which files go back, and which are taken out.
func (w *wreck) moved(files []putBack) []string {
	say := w.app.say
	if len(files) == 0 {
		return []string{say.T("the ledger's files are already as the sound entries left them")}
	}
	var lines []string
	for _, f := range files {
		if f.gone {
			lines = append(lines, say.T("takes out %s; its bytes stay in commit %s", f.path, short(w.tip.String())))
		} else {
			lines = append(lines, say.T("puts back %s", f.path))
		}
	}
	return lines
}

// maxListed is how many files and commits the message of a repair names.
const maxListed = 200

// body says in the entry what it puts right, and where what it takes out still is.
func (w *wreck) body(files []putBack) string {
	lines := []string{"Not by the procedure:"}
	for _, o := range w.report.Offences[:min(maxListed, len(w.report.Offences))] {
		lines = append(lines, "  "+o.Commit.String()+" "+strings.Join(o.Codes, " "))
	}
	if len(files) > 0 {
		lines = append(lines, "", "Put back (+) and taken out (-); the bytes before are in commit", w.tip.String()+":")
	}
	for _, f := range files[:min(maxListed, len(files))] {
		sign := "+"
		if f.gone {
			sign = "-"
		}
		lines = append(lines, fmt.Sprintf("  %s %s", sign, plainPath(f.path)))
	}
	return strings.Join(lines, "\n")
}

// plainPath quotes a path that could not stand in a commit's message.
func plainPath(path string) string {
	if quoted := strconv.QuoteToGraphic(path); quoted != `"`+path+`"` {
		return quoted
	}
	return path
}
