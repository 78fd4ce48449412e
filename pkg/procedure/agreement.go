package procedure

import (
	"reflect"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
)

// AgreementID names a service level agreement, such as SLA-2026-0001.
type AgreementID string

// Agreement is a service level agreement with a customer (§6): what a version of the
// catalogue promises, taken over or not. Only History ever grows.
type Agreement struct {
	Schema        int               `yaml:"schema"`
	ID            AgreementID       `yaml:"id"`
	Customer      Customer          `yaml:"customer"`
	Contract      AgreementContract `yaml:"contract"`
	Version       catalogue.Version `yaml:"version"`
	Digest        catalogue.Digest  `yaml:"digest"` // that the version's manifest states
	Services      []Agreed          `yaml:"services"`
	Deviations    []Deviation       `yaml:"deviations,omitempty"`
	EffectiveFrom string            `yaml:"effective_from"`
	ExpiresOn     string            `yaml:"expires_on,omitempty"`
	ReviewOn      string            `yaml:"review_on"`
	Notes         string            `yaml:"notes,omitempty"` // internal
	History       []Event           `yaml:"history,omitempty"`
}

// AgreementContract is the contract that an agreement belongs to.
type AgreementContract struct {
	Ref      string `yaml:"ref"`
	SignedOn string `yaml:"signed_on,omitempty"`
}

// Agreed is one service of an agreement: the bytes of its entry in the version, and
// what is promised of it.
type Agreed struct {
	Service    catalogue.ServiceID             `yaml:"service"`
	Digest     catalogue.Digest                `yaml:"digest"`
	Frequency  *catalogue.Frequency            `yaml:"frequency,omitempty"`
	Hours      *catalogue.Hours                `yaml:"hours,omitempty"`
	Levels     catalogue.List[catalogue.Level] `yaml:"levels,omitempty"`
	Workload   catalogue.Text                  `yaml:"workload,omitempty"`
	Exceptions catalogue.Text                  `yaml:"exceptions,omitempty"`
}

// Deviation is one point in which an agreement promises something else than the
// catalogue: frequency, hours, workload, exceptions, or levels.METRIC[.PRIORITY].
// Beyond says that it needs a decision, as all do but those that promise less.
type Deviation struct {
	Service catalogue.ServiceID `yaml:"service"`
	Field   string              `yaml:"field"`
	Beyond  bool                `yaml:"beyond"`
	Reason  string              `yaml:"reason"`
}

// Signatory is who signed an agreement for the customer, and when, as the signer of the
// entry states it.
type Signatory struct {
	Name     string `yaml:"name"`
	SignedOn string `yaml:"signed_on"`
}

// Strike marks the steps of entries that were ruled void.
func (a *Agreement) Strike(void map[int]bool) { strike(a.History, void) }

// Begins is the agreement before its first step.
func (a *Agreement) Begins() Case { return NewAgreementCase(a) }

// Events are its steps so far.
func (a *Agreement) Events() []Event { return a.History }

// Beyond reports whether an agreement promises something that needs a decision.
func (a *Agreement) Beyond() bool {
	return slices.ContainsFunc(a.Deviations, func(d Deviation) bool { return d.Beyond })
}

// Of is what an agreement promises of a service.
func (a *Agreement) Of(id catalogue.ServiceID) (Agreed, bool) {
	i := slices.IndexFunc(a.Services, func(s Agreed) bool { return s.Service == id })
	if i < 0 {
		return Agreed{}, false
	}
	return a.Services[i], true
}

// NewAgreed takes over what an entry promises.
func NewAgreed(e catalogue.Entry, digest catalogue.Digest) Agreed {
	return Agreed{e.ID, digest, e.Frequency, e.Hours, e.Levels, e.Workload, e.Exceptions}
}

// Deviations are the points in which it differs from an entry, each without a reason.
func (s Agreed) Deviations(e catalogue.Entry) []Deviation {
	same := []struct {
		field string
		same  bool
	}{
		{"frequency", reflect.DeepEqual(s.Frequency, e.Frequency)},
		{"hours", reflect.DeepEqual(s.Hours, e.Hours)},
		{"workload", s.Workload == e.Workload},
		{"exceptions", s.Exceptions == e.Exceptions},
	}
	var found []Deviation
	for _, one := range same {
		if !one.same {
			found = append(found, Deviation{Service: s.Service, Field: one.field, Beyond: true})
		}
	}
	for _, field := range measures(e.Levels, s.Levels) {
		offered, agreed := measured(e.Levels, field), measured(s.Levels, field)
		if !slices.Equal(offered, agreed) {
			found = append(found, Deviation{Service: s.Service, Field: field, Beyond: !eased(offered, agreed)})
		}
	}
	return found
}

// LevelField is the name of what a level measures as deviations name it.
func LevelField(l catalogue.Level) string {
	return strings.TrimSuffix("levels."+string(l.Metric)+"."+string(l.Priority), ".")
}

// measures are what levels measure, in the order of their first appearance.
func measures(lists ...catalogue.List[catalogue.Level]) []string {
	var fields []string
	for _, l := range slices.Concat(lists...) {
		if f := LevelField(l); !slices.Contains(fields, f) {
			fields = append(fields, f)
		}
	}
	return fields
}

func measured(levels catalogue.List[catalogue.Level], field string) []catalogue.Level {
	return slices.DeleteFunc(slices.Clone(levels), func(l catalogue.Level) bool { return LevelField(l) != field })
}

// eased reports whether levels promise no more than those offered: there are none, or
// each differs in nothing but an easier value.
func eased(offered, agreed []catalogue.Level) bool {
	if len(agreed) == 0 {
		return true
	}
	if len(agreed) != len(offered) {
		return false
	}
	for i, a := range agreed {
		o := offered[i]
		easier := o.Value == a.Value || o.Op == "<=" && a.Value > o.Value || o.Op == ">=" && a.Value < o.Value
		if o.Value = a.Value; o != a || !easier {
			return false
		}
	}
	return true
}

// NewAgreementCase is an agreement before its first step.
func NewAgreementCase(a *Agreement) Case {
	return Case{ID: RequestID(a.ID), Of: OfAgreement, ForCustomer: true, Beyond: a.Beyond()}
}

// judgeDeviation: what goes beyond the catalogue is decided on before it is signed, and
// nothing else is.
func judgeDeviation(c Case, _ Step, e Event) *Refusal {
	switch {
	case e.Step == StepSignAgreement && c.Beyond && c.Accepted == "":
		return refuse("E_STATE", finding.Say("it promises more than the catalogue, and nobody has accepted that")).
			hint(finding.Say("\"sc sla accept %s -m REASON\" accepts it", string(c.ID)))
	case e.Step == StepAcceptDeviation && !c.Beyond:
		return refuse("E_STATE", finding.Say("it promises nothing beyond the catalogue, so there is nothing to accept"))
	}
	return nil
}

// AgreementCase is a new agreement about to be judged, with the version that it names
// and the entries of that version.
type AgreementCase struct {
	Agreement *Agreement
	Version   *Manifest // nil where there is no such version
	Void      bool      // the version was ruled void
	Entry     func(catalogue.ServiceID) (catalogue.Entry, bool)
}

// Judge says what is wrong with what a new agreement says: whether it is about a
// version that counts and its bytes, and whether it tells all in which it deviates.
func (c AgreementCase) Judge() []*Refusal {
	no := c.judgeVersion()
	if no != nil {
		return list(no)
	}
	var want []Deviation
	digests, seen := c.Version.Digests(), map[catalogue.ServiceID]bool{}
	for _, s := range c.Agreement.Services {
		if no := c.judgeService(s, digests, seen); no != nil {
			return list(about(string(s.Service), no))
		}
		e, ok := c.Entry(s.Service)
		if !ok {
			return list(about(string(s.Service), refuse("E_SCHEMA", finding.Say("its entry in version %s cannot be read", c.Version.Version))))
		}
		if no := c.judgeOffered(e); no != nil {
			return list(about(string(s.Service), no))
		}
		want = append(want, s.Deviations(e)...)
	}
	return c.judgeDeviations(want)
}

// judgeOffered: what no customer is offered is promised to none.
func (c AgreementCase) judgeOffered(e catalogue.Entry) *Refusal {
	switch {
	case e.Visibility == catalogue.Internal:
		return refuse("E_STATE", finding.Say("it is internal in version %s: customers are not offered it", c.Version.Version))
	case e.Lifecycle == catalogue.Retired:
		return refuse("E_STATE", finding.Say("it is retired in version %s: customers are not offered it", c.Version.Version))
	}
	return nil
}

func (c AgreementCase) judgeVersion() *Refusal {
	a, v := c.Agreement, c.Version
	switch {
	case v == nil:
		return refuse("E_VERSION", finding.Say("there is no version %s", a.Version)).hint(finding.Say("\"sc list versions\" shows them"))
	case c.Void:
		return refuse("E_VERSION", finding.Say("version %s was ruled void", a.Version)).hint(finding.Say("\"sc list versions\" shows them"))
	case a.Digest != v.Digest:
		return refuse("E_DIGEST", finding.Say("it names %s, version %s is %s", Short(a.Digest), v.Version, Short(v.Digest)))
	}
	return nil
}

func (c AgreementCase) judgeService(s Agreed, digests map[catalogue.ServiceID]catalogue.Digest, seen map[catalogue.ServiceID]bool) *Refusal {
	is, known := digests[s.Service]
	switch {
	case !known:
		return refuse("E_ID", finding.Say("version %s has no such service", c.Version.Version))
	case is != s.Digest:
		return refuse("E_DIGEST", finding.Say("it names %s, version %s has %s", Short(s.Digest), c.Version.Version, Short(is)))
	case seen[s.Service]:
		return refuse("E_TRANSITION", finding.Say("it stands twice"))
	}
	seen[s.Service] = true
	return nil
}

// judgeDeviations: the agreement tells each deviation once, and no others.
func (c AgreementCase) judgeDeviations(want []Deviation) []*Refusal {
	var rs []*Refusal
	for _, w := range want {
		i := slices.IndexFunc(c.Agreement.Deviations, func(d Deviation) bool { return d.Service == w.Service && d.Field == w.Field })
		switch {
		case i < 0:
			rs = append(rs, about(string(w.Service), refuse("E_TRANSITION", finding.Say("%s is not what the catalogue says, and no deviation tells it", w.Field))))
		case c.Agreement.Deviations[i].Beyond != w.Beyond:
			rs = append(rs, about(string(w.Service), refuse("E_TRANSITION", finding.Say("%s: whether it goes beyond the catalogue is told wrongly", w.Field))))
		case !said(c.Agreement.Deviations[i].Reason):
			rs = append(rs, about(string(w.Service), refuse("E_TRANSITION", finding.Say("%s: nothing says why it is not what the catalogue says", w.Field))))
		}
	}
	if len(rs) == 0 && len(want) != len(c.Agreement.Deviations) {
		rs = append(rs, about(string(c.Agreement.ID), refuse("E_TRANSITION", finding.Say("it tells a deviation twice, or one that is none"))))
	}
	return rs
}
