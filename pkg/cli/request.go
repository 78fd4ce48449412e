package cli

import (
	"cmp"
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

type requestOptions struct {
	file                           string
	title, customer, code          string
	contract, stage, due           string
	words, goal, service           string
	priority, source, raisedBy, on string
	attach                         []string
	check                          bool
}

// newRequest logs a service level requirement (§5.2).
func newRequest(a *app) *cobra.Command {
	o := &requestOptions{}
	c := a.writing(&cobra.Command{
		Use:         "request [-f FILE]",
		Annotations: asking(),
		Short:       a.say.T("Log what a customer asks for and the catalogue lacks"),
		Long:        a.say.T("Anyone of the procedure logs a service level requirement (SLR): from a file, from flags, or both (flags win). The file is YAML, or the form of \"sc export --document request\" in Word or Excel that a customer filled in; nothing but what is asked for is taken out of a form, and what is wrong in it is named with its place (exit 1). It says first what the catalogue already covers, and the gap field by field, and keeps that answer with it; whether a service covers it, a person decides (\"sc close\"). It prints the id. With --check it logs nothing and needs no key: it ranks the services that cover what is asked, and those that are near by their words."),
		Example:     "  sc request -f slr.yaml\n  sc request --title \"…\" --customer \"…\" --words \"…\" --service svc-db-ops --raised-by \"…\"\n  sc request -f slr.yaml --check\n  sc request -f form.docx -n",
	})
	f := c.Flags()
	f.StringVarP(&o.file, "file", "f", "", a.say.T("read it from this file; - is standard input"))
	f.StringVar(&o.title, "title", "", a.say.T("what it is about, in a few words"))
	f.StringVar(&o.customer, "customer", "", a.say.T("the customer's name"))
	f.StringVar(&o.code, "customer-code", "", a.say.T("the customer's code"))
	f.StringVar(&o.contract, "contract", "", a.say.T("the contract it came up in"))
	f.StringVar(&o.stage, "stage", "", a.say.T("stage of the contract: negotiation, signing, renewal, in_service"))
	f.StringVar(&o.due, "due", "", a.say.T("the date the contract needs it by"))
	f.StringVar(&o.words, "words", "", a.say.T("what the customer said, verbatim"))
	f.StringVar(&o.goal, "goal", "", a.say.T("the customer's business goal"))
	f.StringVar(&o.service, "service", "", a.say.T("the service it is about"))
	f.StringVar(&o.priority, "priority", "", a.say.T("priority: low, medium, high, urgent"))
	f.StringVar(&o.source, "source", "", a.say.T("source: contract, renewal, review, tender, internal, other"))
	f.StringVar(&o.raisedBy, "raised-by", "", a.say.T("who raised it: a person of the procedure or a name"))
	f.StringVar(&o.on, "raised-on", "", a.say.T("the date it was raised"))
	f.StringArrayVar(&o.attach, "attach", nil, a.say.T("a file to keep with it"))
	f.BoolVar(&o.check, "check", false, a.say.T("only say what the catalogue covers, and the gap; log nothing"))
	return a.runs(c, arity{0, 0}, func(ctx context.Context, _ []string) error {
		if o.file == "" && (o.silent() || a.asks() && !a.flags.yes && o.lacks()) {
			if err := a.askRequest(ctx, c, o); err != nil {
				return err
			}
		}
		return a.request(ctx, o)
	})
}

func (a *app) request(ctx context.Context, o *requestOptions) error {
	r, err := a.readRequest(ctx, o)
	if err != nil {
		return err
	}
	if o.check {
		return a.checkRequest(ctx, r)
	}
	files, err := a.readAttachments(o.attach)
	if err != nil {
		return err
	}
	done, err := a.land(ctx, func(s *session) (*proposal, error) { return s.logRequest(ctx, *r, files) })
	if err != nil {
		return err
	}
	return a.answer(idPage(done), done)
}

// readRequest is the file with the flags laid over it.
func (a *app) readRequest(ctx context.Context, o *requestOptions) (*procedure.Request, error) {
	r := &procedure.Request{Schema: 1}
	if o.file != "" {
		data, err := a.readInput(o.file)
		if err != nil {
			return nil, err
		}
		switch {
		case isForm(data):
			r, err = a.readForm(ctx, o, data)
		case isOldOffice(data):
			err = fault(finding.Say("this is a file of an old format, or has a password"), finding.Say("save it as .docx or .xlsx, without a password"))
		default:
			err = a.readFile(o, data, r)
		}
		if err != nil {
			return nil, err
		}
	}
	if err := o.lay(r); err != nil {
		return nil, err
	}
	if title := r.Title.String(); title != "" && strings.TrimSpace(title) == "" {
		return nil, fault(finding.Say("the title is blank"), finding.Say("say in a few words what is asked for: --title"))
	}
	if strings.ContainsAny(r.Title.String(), "\n\r") {
		return nil, fault(finding.Say("the title has more than one line"), finding.Say("say in a few words what is asked for: --title"))
	}
	if r.Source == "" {
		r.Source = usualSource
	}
	if len(r.Asks) == 0 && r.Source.ForCustomer() {
		r.Asks = []catalogue.Ask{{Note: cmp.Or(r.Words, r.Title.String())}}
	}
	return r, nil
}

// readFile reads the file; what it lacks may be given by a flag.
func (a *app) readFile(o *requestOptions, data []byte, r *procedure.Request) error {
	if err := a.checked(o, data); err != nil {
		return err
	}
	return records.Decode(o.file, data, r)
}

// checked reports what is wrong with an input, but for what a flag gives.
func (a *app) checked(o *requestOptions, data []byte) error {
	err := a.wellFormed(o.file, data, validator.RequestInput)
	var broken *records.Broken
	if errors.As(err, &broken) {
		given := map[string]bool{"title": o.title != "", "source": o.source != "", "customer": o.customer != "", "asks": o.service != ""}
		broken.Findings = slices.DeleteFunc(broken.Findings, func(f finding.Finding) bool {
			name, missing := validator.MissingField(f)
			return missing && f.Pointer == "" && given[name]
		})
		if !finding.Failed(broken.Findings) {
			return nil
		}
	}
	return err
}

// silent reports whether nothing says what is requested.
func (o *requestOptions) silent() bool {
	return o.title == "" && (!o.check || o.words == "" && o.service == "")
}

// lacks reports whether a requirement would be refused for want of a customer.
func (o *requestOptions) lacks() bool {
	return !o.check && o.customer == "" && slices.Contains(customerSources(), cmp.Or(o.source, usualSource))
}

// askRequest asks for the heart of a request on a terminal.
func (a *app) askRequest(ctx context.Context, c *cobra.Command, o *requestOptions) error {
	if !a.asks() {
		return fault(finding.Say("nothing says what is requested"), finding.Say("give a file with -f, or --title and the other flags"))
	}
	fields, err := a.requestFields(ctx, o)
	if err != nil {
		return err
	}
	_, err = a.fill(ctx, c, fields)
	return err
}

// lay puts the flags over what the file says.
func (o *requestOptions) lay(r *procedure.Request) error {
	over := func(field *string, value string) {
		if value != "" {
			*field = value
		}
	}
	if o.title != "" {
		r.Title = catalogue.Text{Plain: o.title}
	}
	if o.customer != "" || o.code != "" {
		if r.Customer == nil {
			r.Customer = &procedure.Customer{}
		}
		over(&r.Customer.Name, o.customer)
		over(&r.Customer.Code, o.code)
	}
	if o.contract != "" || o.stage != "" || o.due != "" {
		if r.Contract == nil {
			r.Contract = &procedure.Contract{}
		}
		over(&r.Contract.Ref, o.contract)
		over(&r.Contract.Stage, o.stage)
		over(&r.Contract.DueOn, o.due)
	}
	over((*string)(&r.Source), o.source)
	over(&r.Words, o.words)
	over(&r.BusinessGoal, o.goal)
	over(&r.Priority, o.priority)
	over(&r.RaisedBy, o.raisedBy)
	over(&r.RaisedOn, o.on)
	return o.layService(r)
}

// layService makes the one ask speak of the service that --service names.
func (o *requestOptions) layService(r *procedure.Request) error {
	switch {
	case o.service == "":
		return nil
	case len(r.Asks) > 1:
		return fault(finding.Say("the file asks for several things; --service cannot say for which of them it stands"), finding.Say("name the service of each in the file"))
	case len(r.Asks) == 0:
		r.Asks = []catalogue.Ask{{}}
	}
	r.Asks[0].Service = catalogue.ServiceID(o.service)
	return nil
}

// readStdin reads standard input; a command that begins anew gets the same bytes.
func (a *app) readStdin() ([]byte, error) {
	if a.stdin != nil {
		return a.stdin, nil
	}
	data, err := io.ReadAll(io.LimitReader(a.In, maxInput))
	a.stdin = data
	return data, err
}

// maxInput is one byte more than any input may have, so that it is seen to be too
// much.
const maxInput = document.MaxBytes + 1

// readInput reads a file, or standard input for "-".
func (a *app) readInput(name string) ([]byte, error) {
	if name == "-" {
		return a.readStdin()
	}
	return a.readUpTo(name, maxInput)
}

// known are the asks with the services that they name, by id or code; one that
// the catalogue does not have is refused.
func (d *desk) known(asks []catalogue.Ask) ([]catalogue.Ask, error) {
	asks = slices.Clone(asks)
	for i, ask := range asks {
		if ask.Service == "" {
			continue
		}
		id, err := d.service(string(ask.Service))
		if err != nil {
			return nil, err
		}
		asks[i].Service = id
	}
	return asks, nil
}

// logRequest composes the entry of a new requirement.
func (s *session) logRequest(ctx context.Context, r procedure.Request, files map[string][]byte) (*proposal, error) {
	id, err := s.books.Next(records.Requests(), s.stamp.At[:4])
	if err != nil {
		return nil, err
	}
	r.ID = procedure.RequestID(id)
	if r.RaisedBy == "" {
		r.RaisedBy = string(s.Person)
	}
	if r.RaisedOn == "" {
		r.RaisedOn = s.stamp.At[:10]
	}
	if r.Asks, err = s.known(r.Asks); err != nil {
		return nil, err
	}
	p := &proposal{action: "request", records: map[string][]byte{}}
	if r.Attachments, err = s.attach(p, r.ID, files); err != nil {
		return nil, err
	}
	if r.Coverage, err = s.coverage(ctx, weighed(&r)); err != nil {
		return nil, err
	}
	event, no := s.rules.Apply(procedure.NewCase(&r), procedure.Act{Step: procedure.StepRequest}, s.Actor, s.stamp)
	if no != nil {
		return nil, no
	}
	step, _ := s.rules.Step(procedure.StepRequest)
	after := s.rules.After(procedure.NewCase(&r), step, event)
	if no := s.rules.Approvable(after); no != nil {
		return nil, no
	}
	r.History = []procedure.Event{event}
	name := records.Requests().Path(id)
	if p.records[name], err = document.Encode(r); err != nil {
		return nil, err
	}
	p.role, p.subject = event.Role, "request "+id+": "+r.Title.In(s.rules.Language())
	p.outcome = []receipt{{ID: id, State: after.State}}
	p.remarks = s.app.coverageLines(id, r.Coverage)
	if r.Coverage != nil && len(r.Coverage.Matched) == 0 {
		near, err := s.nearby(ctx, &r)
		if err != nil {
			return nil, err
		}
		p.remarks = append(p.remarks, near...)
	}
	return p, s.app.recordable(name, p.records[name], validator.Request)
}
