package cli

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

type slaOptions struct {
	file, customer, code, contract    string
	version, from, until, review      string
	reason, notes                     string
	services, levels, hours, workload []string
}

func newSLADraft(a *app) *cobra.Command {
	o := &slaOptions{}
	c := a.writing(&cobra.Command{
		Use:     "draft --customer NAME --contract REF --service SERVICE…",
		Short:   a.say.T("Draft an agreement with a customer from a version"),
		Long:    a.say.T("Drafts an agreement about services of the last version, or of the one named. It takes over what their entries promise: frequency, hours, levels, workload, exceptions. --level, --hours, --workload and a file (-f) say what is agreed otherwise; each such point is a deviation, and -m says why. Services that customers do not see, or that are retired, are refused; a deprecated one is for customers who have an agreement about it already."),
		Example: "  sc sla draft --customer \"…\" --customer-code HL --contract HL-2026-017 --service svc-db-ops --until 2027-03-31\n  sc sla draft --customer \"…\" --contract HL-2026-017 --service svc-db-ops --level \"svc-db-ops;resolution_time;P1;2\" -m \"…\"\n  sc sla draft -f agreement.yaml -n",
	})
	f := c.Flags()
	f.StringVarP(&o.file, "file", "f", "", a.say.T("a file with the agreement, or - for standard input; flags win over it"))
	f.StringVar(&o.customer, "customer", "", a.say.T("the customer's name"))
	f.StringVar(&o.code, "customer-code", "", a.say.T("the customer's code"))
	f.StringVar(&o.contract, "contract", "", a.say.T("the contract's number"))
	f.StringVar(&o.version, "version", "", a.say.T("the version it is about; the last one, if not given"))
	f.StringArrayVar(&o.services, "service", nil, a.say.T("a service that it is about, by id or code"))
	f.StringArrayVar(&o.levels, "level", nil, a.say.T("another value of a level: \"SERVICE;metric;value\" or \"SERVICE;metric;priority;value\"; - promises none"))
	f.StringArrayVar(&o.hours, "hours", nil, a.say.T("other hours: SERVICE=7x24"))
	f.StringArrayVar(&o.workload, "workload", nil, a.say.T("another limit of the workload: SERVICE=TEXT"))
	f.StringVarP(&o.reason, "message", "m", "", a.say.T("why it deviates from the catalogue"))
	f.StringVar(&o.notes, "notes", "", a.say.T("remarks for inside only"))
	f.StringVar(&o.from, "from", "", a.say.T("the first day it holds; today, if not given"))
	f.StringVar(&o.until, "until", "", a.say.T("the last day it holds"))
	f.StringVar(&o.review, "review", "", a.say.T("the date to review it with the customer; as the procedure asks, if not given"))
	return a.runs(c, arity{0, 0}, func(ctx context.Context, _ []string) error { return a.draftSLA(ctx, o) })
}

func (a *app) draftSLA(ctx context.Context, o *slaOptions) error {
	var given procedure.Agreement
	if o.file != "" {
		data, err := a.readInput(o.file)
		if err != nil {
			return err
		}
		if err := records.Decode(o.file, data, &given); err != nil {
			return err
		}
	}
	done, err := a.land(ctx, func(s *session) (*proposal, error) { return s.agree(ctx, given, o) })
	if err != nil {
		return err
	}
	return a.receipts(done)
}

// agree composes the entry of a new agreement.
func (s *session) agree(ctx context.Context, given procedure.Agreement, o *slaOptions) (*proposal, error) {
	if no := s.rules.Takes(procedure.OfAgreement); no != nil {
		return nil, no
	}
	a := &given
	a.Services, a.Deviations = slices.Clone(a.Services), slices.Clone(a.Deviations)
	a.Schema, a.History = 1, nil
	o.lay(a)
	if err := s.dated(a); err != nil {
		return nil, err
	}
	at, err := s.rest(ctx, a, o)
	if err != nil {
		return nil, err
	}
	if err := s.promise(at, a, o); err != nil {
		return nil, err
	}
	id, err := s.books.Next(records.Agreements(), s.stamp.At[:4])
	if err != nil {
		return nil, err
	}
	a.ID = procedure.AgreementID(id)
	c := procedure.NewAgreementCase(a)
	event, no := s.rules.Apply(c, procedure.Act{Step: procedure.StepAgree}, s.Actor, s.stamp)
	if no != nil {
		return nil, no
	}
	a.History = []procedure.Event{event}
	step, _ := s.rules.Step(procedure.StepAgree)
	p := &proposal{action: string(procedure.StepAgree), role: event.Role, records: map[string][]byte{}}
	p.subject = p.action + " " + id + ": " + a.Customer.Name
	p.outcome = []receipt{{ID: id, State: s.rules.After(c, step, event).State}}
	p.remarks = s.deviates(a)
	p.next = s.signsNext(a)
	name := records.Agreements().Path(id)
	if p.records[name], err = document.Encode(a); err != nil {
		return nil, err
	}
	return p, s.app.recordable(name, p.records[name], validator.Agreement)
}

// lay puts the flags over what the file says.
func (o *slaOptions) lay(a *procedure.Agreement) {
	a.Customer.Name, a.Customer.Code = cmp.Or(o.customer, a.Customer.Name), cmp.Or(o.code, a.Customer.Code)
	a.Contract.Ref, a.Notes = cmp.Or(o.contract, a.Contract.Ref), cmp.Or(o.notes, a.Notes)
	a.EffectiveFrom, a.ExpiresOn = cmp.Or(o.from, a.EffectiveFrom), cmp.Or(o.until, a.ExpiresOn)
	a.ReviewOn = cmp.Or(o.review, a.ReviewOn)
	a.Customer.Name, a.Contract.Ref = strings.TrimSpace(a.Customer.Name), strings.TrimSpace(a.Contract.Ref)
}

// dated fills in the dates that nobody gave, and refuses those that make no sense.
func (s *session) dated(a *procedure.Agreement) error {
	for _, need := range []struct{ value, flag string }{{a.Customer.Name, "customer"}, {a.Contract.Ref, "contract"}} {
		if need.value == "" {
			return fault(finding.Say("--%s is missing", need.flag), finding.Say("an agreement names its customer and its contract"))
		}
	}
	a.EffectiveFrom = cmp.Or(a.EffectiveFrom, s.today())
	for _, of := range []struct{ flag, day string }{{"from", a.EffectiveFrom}, {"until", a.ExpiresOn}, {"review", a.ReviewOn}} {
		if err := isDay(of.flag, of.day); err != nil {
			return err
		}
	}
	if err := s.notPast("until", a.ExpiresOn); err != nil {
		return err
	}
	if a.ReviewOn == "" {
		from, _ := time.Parse(time.DateOnly, a.EffectiveFrom)
		a.ReviewOn = from.AddDate(0, cmp.Or(s.rules.Rules.ReviewMonths, 12), 0).Format(time.DateOnly)
		if a.ExpiresOn != "" {
			a.ReviewOn = min(a.ReviewOn, a.ExpiresOn)
		}
	}
	if a.ExpiresOn != "" && a.ExpiresOn < a.EffectiveFrom || a.ReviewOn < a.EffectiveFrom {
		return fault(finding.Say("an agreement ends, and is reviewed, after it begins"), finding.Say("give the dates with --from, --until and --review"))
	}
	return nil
}

// rest pins an agreement to a version: the last one that counts, or the one named.
func (s *session) rest(ctx context.Context, a *procedure.Agreement, o *slaOptions) (*desk, error) {
	asked := a.Version
	if o.version != "" {
		v, ok := versionNumber(o.version)
		if !ok {
			return nil, fault(finding.Say("%s is not a version", o.version), finding.Say("versions are written as 1.4.0"))
		}
		asked = v
	}
	if asked.IsZero() {
		latest, err := s.books.Latest()
		if err != nil {
			return nil, err
		}
		if latest == nil {
			return nil, fault(finding.Say("no version is published yet"), finding.Say("\"sc publish\" publishes one"))
		}
		asked = latest.Version
	}
	commit, err := s.versionCommit(ctx, asked)
	if err != nil {
		return nil, err
	}
	m, err := s.books.Version(asked)
	if err != nil {
		return nil, err
	}
	if s.ruledOut(ctx, subject{aVersion, asked.String(), records.VersionPath(asked)}) {
		return nil, fault(finding.Say("version %s was ruled void", asked), finding.Say("name another one with --version"))
	}
	a.Version, a.Digest = m.Version, m.Digest
	return s.app.openCommit(s.repo, commit)
}

// promise says of each service what is promised: what its entry says, what the file
// says over that, what the flags say over both.
func (s *session) promise(at *desk, a *procedure.Agreement, o *slaOptions) error {
	for _, given := range o.services {
		id, err := at.service(given)
		if err != nil {
			return err
		}
		if _, there := a.Of(id); !there {
			a.Services = append(a.Services, procedure.Agreed{Service: id})
		}
	}
	if len(a.Services) == 0 {
		return fault(finding.Say("nothing says which services are agreed on"), finding.Say("name them with --service"))
	}
	changes, err := o.changes(at)
	if err != nil {
		return err
	}
	reasons := a.Deviations
	a.Deviations = nil
	for i := range a.Services {
		agreed := &a.Services[i]
		e, digest, err := at.offer(agreed.Service)
		if err != nil {
			return err
		}
		if err := s.offerable(a, e); err != nil {
			return err
		}
		taken := procedure.NewAgreed(e, digest)
		layOver(&taken, *agreed)
		*agreed = taken
		for _, c := range changes[e.ID] {
			if err := c(agreed); err != nil {
				return err
			}
		}
		delete(changes, e.ID)
		for _, d := range agreed.Deviations(e) {
			d.Reason = reasonFor(d, reasons, o.reason)
			if d.Reason == "" {
				return fault(finding.Say("%s: %s is not what the catalogue says, and nothing says why", string(e.ID), d.Field), finding.Say("give the reason with -m"))
			}
			a.Deviations = append(a.Deviations, d)
		}
	}
	for id := range changes {
		return fault(finding.Say("%s is not among the services of the agreement", string(id)), finding.Say("name it with --service %s", string(id)))
	}
	return nil
}

// reasonFor is why an agreement deviates: as the file says of this point, or the flag.
func reasonFor(d procedure.Deviation, said []procedure.Deviation, flag string) string {
	for _, r := range said {
		if r.Service == d.Service && r.Field == d.Field && r.Reason != "" {
			return r.Reason
		}
	}
	return flag
}

// layOver puts what a file says over what an entry says.
func layOver(taken *procedure.Agreed, file procedure.Agreed) {
	if file.Frequency != nil {
		taken.Frequency = file.Frequency
	}
	if file.Hours != nil {
		taken.Hours = file.Hours
	}
	if file.Levels != nil {
		taken.Levels = file.Levels
	}
	if !file.Workload.IsZero() {
		taken.Workload = file.Workload
	}
	if !file.Exceptions.IsZero() {
		taken.Exceptions = file.Exceptions
	}
}

// offer is a service as the desk's version has it.
func (d *desk) offer(id catalogue.ServiceID) (e catalogue.Entry, digest catalogue.Digest, err error) {
	name := records.ServicePath(id)
	data, err := d.books.Read(name)
	if err != nil {
		_, err = d.service(string(id)) // names the nearest
		return e, "", err
	}
	return e, catalogue.DigestOf(data), records.Decode(name, data, &e)
}

// offerable refuses what no customer can have.
func (s *session) offerable(a *procedure.Agreement, e catalogue.Entry) error {
	switch {
	case e.Visibility == catalogue.Internal:
		return fault(finding.Say("%s is internal: customers are not offered it", string(e.ID)), finding.Say("\"sc list\" shows what there is"))
	case e.Lifecycle == catalogue.Retired:
		return fault(finding.Say("%s is retired; it can no longer be asked for", string(e.ID)), finding.Say("\"sc list\" shows what there is"))
	case e.Lifecycle != catalogue.Deprecated:
		return nil
	}
	all, err := s.books.Agreements()
	if err != nil {
		return err
	}
	for _, other := range all {
		_, has := other.Of(e.ID)
		if c, err := s.rules.FoldRecord(other); err == nil && has && c.State == procedure.StateInForce && sameCustomer(other.Customer, a.Customer) {
			return nil
		}
	}
	return fault(finding.Say("%s is deprecated: only customers who have an agreement about it keep it", string(e.ID)), finding.Say("\"sc show %s\" says what takes its place", string(e.ID)))
}

func sameCustomer(a, b procedure.Customer) bool {
	return a.Name == b.Name || a.Code != "" && a.Code == b.Code
}

// deviates tells in what an agreement deviates, before it lands.
func (s *session) deviates(a *procedure.Agreement) []string {
	return each(a.Deviations, func(d procedure.Deviation) string {
		if d.Beyond {
			return s.app.say.T("%s: %s goes beyond the catalogue", string(d.Service), s.app.pointOf(d.Field))
		}
		return s.app.say.T("%s: %s promises less than the catalogue", string(d.Service), s.app.pointOf(d.Field))
	})
}

// signsNext says who has to do what next.
func (s *session) signsNext(a *procedure.Agreement) []finding.Sentence {
	if a.Beyond() {
		return []finding.Sentence{finding.Say("%s can accept the deviations: sc sla accept %s -m REASON", s.rules.Named(s.rules.Signers(procedure.StepAcceptDeviation)), string(a.ID))}
	}
	return []finding.Sentence{finding.Say("%s can sign it: sc sla sign %s --signatory NAME", s.rules.Named(s.rules.Signers(procedure.StepSignAgreement)), string(a.ID))}
}
