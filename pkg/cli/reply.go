package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/plain"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
)

// showReply prints the decision on a request as a letter.
func (d *desk) showReply(ctx context.Context, s subject) error {
	if s.kind != aRequest {
		return fault(finding.Say("--reply is for requests; %s is none", s.id), finding.Say("\"sc list requests\" shows them"))
	}
	l, err := d.letter(ctx, procedure.RequestID(s.id))
	if err != nil {
		return err
	}
	text := l.write()
	if d.app.machine() {
		return d.app.show(render.Page{Value: map[string]string{
			"id": s.id, "state": string(l.State), "language": string(d.app.say.Language()), "text": text,
		}})
	}
	_, err = fmt.Fprint(d.app.Out, text)
	return err
}

// letter is what whoever asked is told about a request: nothing that is internal
// (its worth, contacts, what was considered, remarks) stands in it.
type letter struct {
	*desk
	r *procedure.Request // as corrected
	procedure.Case
	decision  procedure.Event    // the step that brought it where it stands
	published *records.Catalogue // nil before the first version
	lines     []string
}

func (d *desk) letter(ctx context.Context, id procedure.RequestID) (*letter, error) {
	original, err := d.books.Request(id)
	if err != nil {
		return nil, err
	}
	c, err := d.rules.Fold(original)
	if err != nil {
		return nil, err
	}
	published, _, err := d.published(ctx)
	if err != nil {
		return nil, err
	}
	return &letter{desk: d, r: procedure.Corrected(original), Case: c, decision: c.Last, published: published}, nil
}

// write is the whole letter.
func (l *letter) write() string {
	l.head()
	l.decide()
	l.foot()
	return strings.Join(l.lines, "\n") + "\n"
}

// say adds a paragraph.
func (l *letter) say(s finding.Sentence) { l.lines = append(l.lines, l.clean(l.app.say.Say(s)), "") }

// clean keeps what others wrote from hiding anything in the letter.
func (l *letter) clean(text string) string { return plain.CleanLines(text) }

// head is the subject, the greeting and what was asked.
func (l *letter) head() {
	l.say(finding.Say("Subject: your request \"%s\" (%s)", l.app.text(l.r.Title), string(l.r.ID)))
	l.say(finding.Say("Dear %s,", procedure.Names(l.addressees())))
	asked := l.day(l.r.RaisedOn)
	if l.r.Words == "" {
		l.say(finding.Say("thank you for your request of %s. This is where it stands.", asked))
		return
	}
	words := strings.TrimRight(strings.Join(strings.Fields(l.r.Words), " "), ".。")
	l.say(finding.Say("thank you for your request of %s (\"%s\"). This is where it stands.", asked, words))
}

// addressees are the customer and who raised the request.
func (l *letter) addressees() []string {
	var names []string
	if l.r.Customer != nil {
		names = append(names, l.r.Customer.Name)
	}
	return append(names, l.name(procedure.PersonID(l.r.RaisedBy)))
}

// reason is why, in the words of whoever decided.
func (l *letter) reason() {
	if l.decision.Reason != "" {
		l.say(finding.Say("Reason: %s", l.decision.Reason))
	}
}

// foot is who signs, for which organisation, and when: the organisation first in
// Chinese.
func (l *letter) foot() {
	l.say(finding.Say("Yours sincerely"))
	chinese := l.app.say.Language() == lang.Chinese
	from := []string{l.app.text(l.rules.Organisation)}
	if e := l.decision; l.State != procedure.StateSubmitted && chinese {
		from = append(from, l.label(e.Role)+" "+l.name(e.By))
	} else if l.State != procedure.StateSubmitted {
		from = append([]string{l.name(e.By) + ", " + l.label(e.Role)}, from...)
	}
	for _, line := range append(from, l.day(l.now().Format(time.DateOnly))) {
		l.lines = append(l.lines, l.clean(line))
	}
}

// day is a date as a letter writes it.
func (l *letter) day(written string) string {
	t, err := time.Parse(time.DateOnly, written)
	switch {
	case err != nil:
		return written
	case l.app.say.Language() == lang.Chinese:
		return t.Format("2006年1月2日")
	}
	return t.Format("2 January 2006")
}

// service is a service by name and code, as the last version has it; false where
// a customer is not shown it.
func (l *letter) service(id catalogue.ServiceID) (catalogue.Entry, string, bool) {
	for _, books := range []*records.Catalogue{l.published, l.books} {
		var e catalogue.Entry
		if books == nil {
			continue
		}
		data, err := books.Read(records.ServicePath(id))
		if err != nil || records.Decode(records.ServicePath(id), data, &e) != nil {
			continue
		}
		name := l.app.text(e.Name)
		if e.Code != "" {
			name = l.app.say.T("%s (%s)", name, e.Code)
		}
		return e, name, e.Visibility == catalogue.Public || e.Visibility == catalogue.Customer
	}
	return catalogue.Entry{}, "", false
}
