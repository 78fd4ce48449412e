package cli

import (
	"context"
	"errors"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

// intent is one step that a person wants to take on one or more requests, in
// one signed entry.
type intent struct {
	step   procedure.StepName
	ids    []string
	act    func(s *session, r *procedure.Request) (procedure.Act, error)
	attach []string // files to keep with the step
	asks   bool     // the step cannot be taken back: ask before it

	warns func(s *session) []string // what should be known before it; nil: nothing
}

// take takes a step of the procedure: the catalogue as it stands → the
// procedure's yes or no → a signed entry → a receipt.
func (a *app) take(ctx context.Context, i intent) error {
	files, err := a.readAttachments(i.attach)
	if err != nil {
		return err
	}
	done, err := a.land(ctx, func(s *session) (*proposal, error) { return s.step(i, files) })
	if err != nil {
		return err
	}
	return a.receipts(done)
}

// step composes the entry of a step on requests.
func (s *session) step(i intent, files map[string][]byte) (*proposal, error) {
	if row, ok := s.rules.Step(i.step); ok && row.CarriedBy != procedure.CarriedAlone {
		return nil, fault(finding.Say("the step %s is taken by \"sc %s\" only", string(i.step), string(row.CarriedBy)), finding.Sentence{})
	}
	p := &proposal{action: string(i.step), records: map[string][]byte{}}
	for _, given := range i.ids {
		r, err := s.request(given)
		if err != nil {
			return nil, err
		}
		act, err := i.act(s, r)
		if err != nil {
			return nil, err
		}
		act.Step = i.step
		if act.Attachments, err = s.attach(p, r.ID, files); err != nil {
			return nil, err
		}
		if err := s.apply(p, r, act); err != nil {
			return nil, err
		}
	}
	p.titled(s)
	if i.warns != nil {
		p.remarks = append(p.remarks, i.warns(s)...)
	}
	if i.asks {
		p.ask = s.app.say.T("%s %s?", finding.Say(string(i.step)), p.about())
	}
	return p, nil
}

// apply takes one step on one request into the proposal, by the procedure.
func (s *session) apply(p *proposal, r *procedure.Request, act procedure.Act) error {
	c, err := s.rules.Fold(r)
	if err != nil {
		return err
	}
	return s.grow(p, growing{string(r.ID), records.Requests(), validator.Request, c, finding.Say("name each request once")}, act)
}

// growing is a record to whose history a step adds.
type growing struct {
	id   string
	kind records.Kind
	form validator.Kind
	now  procedure.Case
	once finding.Sentence // what to do where it is named twice
}

// grow takes one step on one record into the proposal, by the procedure.
func (s *session) grow(p *proposal, g growing, act procedure.Act) error {
	who := s.Actor
	if p.role != "" {
		who.Role = p.role
	}
	event, no := s.rules.Apply(g.now, act, who, s.stamp)
	if no != nil {
		return no
	}
	name := g.kind.Path(g.id)
	if _, twice := p.records[name]; twice {
		return fault(finding.Say("%s is named twice", g.id), g.once)
	}
	data, err := s.books.Read(name)
	if err != nil {
		return err
	}
	if p.records[name], err = document.AppendElement(data, event); err != nil {
		return err
	}
	p.role = event.Role
	step, _ := s.rules.Step(act.Step)
	p.outcome = append(p.outcome, receipt{ID: g.id, State: s.rules.After(g.now, step, event).State})
	return s.app.recordable(name, p.records[name], g.form)
}

// wellFormed refuses a file that the schema of its kind does not accept.
func (a *app) wellFormed(name string, data []byte, kind validator.Kind) error {
	_, found := a.schemas.Read(name, data, kind)
	if finding.Failed(found) {
		return &records.Broken{Findings: found}
	}
	return nil
}

// recordable refuses to write a record that the schema would not accept. There
// is no such file yet, so what is wrong is said without a place in it.
func (a *app) recordable(name string, data []byte, kind validator.Kind) error {
	var broken *records.Broken
	if err := a.wellFormed(name, data, kind); !errors.As(err, &broken) {
		return err
	}
	f := &finding.Fault{Hint: finding.Say("put right what was given, and try again"), Cause: broken}
	for _, one := range broken.Findings {
		switch {
		case one.Severity != finding.Error:
		case f.Message.IsZero():
			f.Message = one.Message
			if !one.Hint.IsZero() {
				f.Hint = one.Hint
			}
		default:
			f.Message = finding.Say("%s; %s", f.Message, one.Message)
		}
	}
	return f
}

// titled gives the entry a subject that says in one line what it is.
func (p *proposal) titled(s *session) {
	p.subject = p.action + " " + p.about()
	if len(p.outcome) == 1 {
		if r, err := s.books.Request(procedure.RequestID(p.outcome[0].ID)); err == nil {
			p.subject += ": " + r.Title.In(s.rules.Language())
		}
	}
}

// about are the ids that the entry is about.
func (p *proposal) about() string {
	ids := make([]string, len(p.outcome))
	for i, o := range p.outcome {
		ids[i] = o.ID
	}
	return strings.Join(ids, " ")
}

// request finds a request by its id or a unique short form of it (rule 9).
func (d *desk) request(given string) (*procedure.Request, error) {
	id, err := d.resolve(records.Requests(), given)
	if err != nil {
		return nil, err
	}
	return d.books.Request(procedure.RequestID(id))
}

// resolve is the full id that a person means: SLR-2026-0012, 2026-12, slr12, 12.
func (d *desk) resolve(k records.Kind, given string) (string, error) {
	if plain, waits := strings.CutSuffix(given, provisional); waits {
		return d.resolveProvisional(k, plain)
	}
	meant, err := d.meant(k, given)
	if err != nil {
		return "", err
	}
	switch len(meant) {
	case 1:
		return meant[0], nil
	case 0:
		ids, err := d.books.IDs(k)
		if err != nil {
			return "", err
		}
		return "", unknownOf(k, given, ids)
	}
	return "", fault(finding.Say("%s may be %s", given, procedure.Names(meant)), finding.Say("name the year too, such as 2026-12"))
}

// meant are the ids that a full or short form may stand for. It looks for each of them,
// and not through all that there are.
func (d *desk) meant(k records.Kind, given string) ([]string, error) {
	short := strings.TrimLeft(strings.TrimPrefix(strings.ToLower(given), strings.ToLower(k.Prefix)), "-")
	year, digits, dated := strings.Cut(short, "-")
	if !dated {
		year, digits = "", short
	}
	digits = strings.TrimLeft(digits, "0")
	n, err := strconv.Atoi(digits)
	if err != nil || strconv.Itoa(n) != digits {
		return nil, nil
	}
	return d.books.Numbered(k, year, n)
}

// resolveProvisional is the id of a record that waits here. One that others have under
// the number that it had here may be anything.
func (d *desk) resolveProvisional(k records.Kind, given string) (string, error) {
	id, err := d.resolve(k, given)
	if err != nil || !d.othersHave(k.Path(id)) {
		return id, err
	}
	return "", fault(finding.Say("%s is no provisional number here any more: %s may be another one", given+provisional, id),
		finding.Say("\"sc list\" shows what there is; \"sc sync\" says which number it got"))
}

// unknownOf is the fault about an id of a kind that no record has.
func unknownOf(k records.Kind, given string, known []string) error {
	if k.Prefix != records.Requests().Prefix {
		return unknownID(given, known)
	}
	f := &finding.Fault{Message: finding.Say("there is no request %s", given), Hint: finding.Say("\"sc list requests\" shows them"), Cause: records.ErrUnknown}
	if near, ok := nearID(given, known); ok {
		f.Hint = finding.Say("did you mean %s?", near)
	}
	return f
}

// nearID is the id that was probably meant.
func nearID(given string, known []string) (string, bool) {
	if near, ok := finding.Nearest(given, known); ok {
		return near, true
	}
	return finding.Nearest(strings.ToUpper(given), known)
}

// none says that nothing is called so. A plain word stands in quotes: that there is no
// 数据库 is not what is meant.
func none(given string) finding.Sentence {
	if strings.ContainsAny(given, "-.0123456789") {
		return finding.Say("there is no %s", given)
	}
	return finding.Say("there is nothing called \"%s\"", finding.Clip(given))
}

func unknownID(given string, known []string) error {
	f := &finding.Fault{Message: none(given), Hint: finding.Say("\"sc list\" shows what there is"), Cause: records.ErrUnknown}
	if near, ok := nearID(given, known); ok {
		f.Hint = finding.Say("did you mean %s?", near)
	}
	return f
}

// readAttachments reads files to be kept, by the name they will have.
func (a *app) readAttachments(names []string) (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, n := range names {
		data, err := a.readUpTo(n, records.MaxAttachment+1)
		if err != nil {
			return nil, err
		}
		base := filepath.Base(n)
		if _, twice := files[base]; twice || len(data) > records.MaxAttachment || strings.HasPrefix(base, ".") {
			return nil, fault(finding.Say("the file %s cannot be attached", n), finding.Say("attach files of at most 8 MiB, each under a name of its own"))
		}
		files[base] = data
	}
	return files, nil
}

// attach puts files beside a request and names them with their digests. A file
// that was kept before is never written over.
func (s *session) attach(p *proposal, id procedure.RequestID, files map[string][]byte) ([]procedure.Attachment, error) {
	return s.keep(p, attachmentFolder(id), files)
}

// keep puts files into a folder of the ledger.
func (s *session) keep(p *proposal, folder string, files map[string][]byte) ([]procedure.Attachment, error) {
	var named []procedure.Attachment
	for _, base := range sortedNames(files) {
		name := path.Join(folder, base)
		if _, err := s.books.Read(name); err == nil {
			return nil, fault(finding.Say("%s has a file %s already", path.Base(folder), base), finding.Say("attach it under another name"))
		}
		p.records[name] = files[base]
		named = append(named, procedure.Attachment{Path: name, SHA256: catalogue.DigestOf(files[base])})
	}
	return named, nil
}

func attachmentFolder(id procedure.RequestID) string {
	year, _, _ := records.Requests().Parse(string(id))
	return path.Join(records.Requests().Folder, year, "files", string(id))
}
