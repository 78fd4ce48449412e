package procedure

import (
	"cmp"
	"maps"
	"slices"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
)

// PeriodicReview is the record of a periodic review of the catalogue (§4.2): what was
// found of services of one version, and what follows. It never changes.
type PeriodicReview struct {
	Schema       int               `yaml:"schema"`
	ID           string            `yaml:"id"`
	HeldAt       string            `yaml:"held_at"`
	Version      catalogue.Version `yaml:"version"`
	Digest       catalogue.Digest  `yaml:"digest"` // that the version's manifest states
	Services     []Reviewed        `yaml:"services"`
	Participants []Participant     `yaml:"participants"`
	Actions      []Action          `yaml:"actions,omitempty"`
	Minutes      string            `yaml:"minutes,omitempty"`
	NextReview   string            `yaml:"next_review"`
	By           PersonID          `yaml:"by"`
	Role         RoleID            `yaml:"role"`
	At           string            `yaml:"at"`
	Entry        int               `yaml:"entry"`
}

// Of is what it found of a service.
func (r *PeriodicReview) Of(id catalogue.ServiceID) (Reviewed, bool) {
	i := slices.IndexFunc(r.Services, func(of Reviewed) bool { return of.Service == id })
	if i < 0 {
		return Reviewed{}, false
	}
	return r.Services[i], true
}

// Reviewed is what a periodic review found of one service. Request is the requirement
// that was logged for it, where the verdict asks for a change.
type Reviewed struct {
	Service  catalogue.ServiceID `yaml:"service"`
	Digest   catalogue.Digest    `yaml:"digest"`
	Verdict  Outcome             `yaml:"verdict"`
	Accurate bool                `yaml:"accurate"` // what it says is what is done
	Finding  string              `yaml:"finding,omitempty"`
	NextDue  string              `yaml:"next_due"`
	Request  RequestID           `yaml:"request,omitempty"`
}

// Outcome is what shall become of a service that was reviewed.
type Outcome string

// Confirm leaves a service as it is; all other outcomes ask for a change.
const Confirm Outcome = "confirm"

// Outcomes are all of them, in the order in which they are offered.
func Outcomes() []Outcome {
	return []Outcome{Confirm, "update", "merge", "split", "deprecate", "retire"}
}

// Changes reports whether an outcome asks for a change, so that a requirement is
// logged for it.
func (o Outcome) Changes() bool { return o != Confirm }

// Participant is somebody who was invited: a person of the procedure, or the owner of
// another process by name.
type Participant struct {
	Person  PersonID `yaml:"person,omitempty"`
	Name    string   `yaml:"name,omitempty"`
	Role    RoleID   `yaml:"role,omitempty"`
	Process string   `yaml:"process,omitempty"` // that they answer for
	Present bool     `yaml:"present"`
}

// PeriodicCase is a periodic review about to be judged, with the last version and the
// requirements that the same entry brings.
type PeriodicCase struct {
	Review   *PeriodicReview
	Now      *Procedure
	Version  *Manifest // nil where there is none yet
	Requests []*Request
}

// Judge says what is wrong with a periodic review: who signs it, whether it is about
// the last version and its bytes, and whether what it asks to be changed was logged
// with it.
func (c PeriodicCase) Judge() []*Refusal {
	rs := list(c.Right(), c.judgeVersion(), c.judgeParticipants())
	var digests map[catalogue.ServiceID]catalogue.Digest
	if c.Version != nil {
		digests = c.Version.Digests()
	}
	for _, of := range c.judged() {
		rs = append(rs, list(c.judgeService(of, digests))...)
	}
	rs = append(rs, list(c.judgeOnce())...)
	for _, r := range c.Requests {
		rs = append(rs, list(c.judgeRequest(r))...)
	}
	for _, r := range rs {
		if r.Subject == "" {
			r.Subject = string(StepPeriodicReview) + " " + c.Review.ID
		}
	}
	return rs
}

// judged are the services, where there is a version to hold them against.
func (c PeriodicCase) judged() []Reviewed {
	if c.Version == nil {
		return nil
	}
	return c.Review.Services
}

// Right says whether the signer may record a periodic review. Nil is yes.
func (c PeriodicCase) Right() *Refusal {
	if _, ok := c.Now.Step(StepPeriodicReview); !ok {
		return refuse("E_TRANSITION", finding.Say("the procedure has no step %s", string(StepPeriodicReview))).
			hint(finding.Say("it gets one by an amendment (sc amend): add to the steps this row: %s", c.Now.periodicRow()))
	}
	return c.Now.Judge(Case{}, Event{Step: StepPeriodicReview, By: c.Review.By, Role: c.Review.Role})
}

// periodicRow is the row that a procedure without periodic reviews lacks: who designs
// entries reviews them, too (§4.2).
func (p *Procedure) periodicRow() string {
	by := ""
	for i, id := range p.row(StepPropose).By {
		if i > 0 {
			by += ", "
		}
		by += string(id)
	}
	return "- {name: periodic_review, from: [], to: same, by: [" + by + "], carried_by: periodic_review}"
}

func (c PeriodicCase) judgeVersion() *Refusal {
	r, v := c.Review, c.Version
	switch {
	case v == nil:
		return refuse("E_STATE", finding.Say("no version is published yet, so there is nothing to review"))
	case r.Version != v.Version:
		return refuse("E_VERSION", finding.Say("it reviews version %s, the last one is %s", r.Version, v.Version)).
			hint(finding.Say("review what is in force: sc periodic-review start"))
	case r.Digest != v.Digest:
		return refuse("E_DIGEST", finding.Say("it reviews %s, version %s is %s", Short(r.Digest), v.Version, Short(v.Digest)))
	}
	return nil
}

// judgeParticipants: nobody is listed twice, everybody of the procedure holds the role
// stated, and who signs it was there.
func (c PeriodicCase) judgeParticipants() *Refusal {
	seen, signer := map[Participant]bool{}, false
	for _, p := range c.Review.Participants {
		who := Participant{Person: p.Person, Name: p.Name}
		switch {
		case p.Role != "" && !c.Now.Acts(p.Person, p.Role):
			return refuse("E_ROLE", finding.Say("%s does not hold the role %s", cmp.Or(string(p.Person), p.Name), c.Now.Label(p.Role))).
				hint(finding.Say("\"sc list people\" shows who holds which role"))
		case seen[who]:
			return refuse("E_TRANSITION", finding.Say("%s is listed twice", cmp.Or(string(p.Person), p.Name)))
		}
		seen[who] = true
		signer = signer || p.Present && p.Person == c.Review.By
	}
	if !signer {
		return refuse("E_TRANSITION", finding.Say("%s signs it, and is not among those present", string(c.Review.By)))
	}
	return nil
}

// judgeService: the bytes are those of the version, and a change that is asked for is
// logged.
func (c PeriodicCase) judgeService(of Reviewed, digests map[catalogue.ServiceID]catalogue.Digest) *Refusal {
	r := c.ofService(of, digests)
	if r != nil {
		r.Subject = string(StepPeriodicReview) + " " + string(of.Service)
	}
	return r
}

func (c PeriodicCase) ofService(of Reviewed, digests map[catalogue.ServiceID]catalogue.Digest) *Refusal {
	is, known := digests[of.Service]
	switch {
	case !known:
		return refuse("E_ID", finding.Say("version %s has no such service", c.Version.Version))
	case is != of.Digest:
		return refuse("E_DIGEST", finding.Say("it reviews %s, version %s has %s", Short(of.Digest), c.Version.Version, Short(is)))
	case of.Verdict.Changes() && of.Request == "":
		return refuse("E_TRANSITION", finding.Say("the verdict %s asks for a change, and names no request for it", word(string(of.Verdict))))
	case !of.Verdict.Changes() && of.Request != "":
		return refuse("E_TRANSITION", finding.Say("the verdict %s asks for no change, and names the request %s", word(string(of.Verdict)), string(of.Request)))
	case !said(of.Finding) && (of.Verdict.Changes() || !of.Accurate):
		return refuse("E_TRANSITION", finding.Say("what is not confirmed as accurate needs a finding"))
	case of.Request != "" && c.request(of.Request) == nil:
		return refuse("E_SCOPE", finding.Say("the same entry does not bring the request %s", string(of.Request)))
	}
	return nil
}

func (c PeriodicCase) request(id RequestID) *Request {
	i := slices.IndexFunc(c.Requests, func(r *Request) bool { return r.ID == id })
	if i < 0 {
		return nil
	}
	return c.Requests[i]
}

// judgeOnce: no service is reviewed twice.
func (c PeriodicCase) judgeOnce() *Refusal {
	seen := map[catalogue.ServiceID]bool{}
	for _, of := range c.Review.Services {
		if seen[of.Service] {
			return refuse("E_TRANSITION", finding.Say("%s is reviewed twice", string(of.Service)))
		}
		seen[of.Service] = true
	}
	return nil
}

// judgeRequest: a requirement that a periodic review logs comes from it and from no
// customer, and asks about the services whose verdicts name it, and about no others.
func (c PeriodicCase) judgeRequest(r *Request) *Refusal {
	asked, named := map[catalogue.ServiceID]bool{}, map[catalogue.ServiceID]bool{}
	for _, a := range r.Asks {
		asked[a.Service] = true
	}
	for _, of := range c.Review.Services {
		if of.Request == r.ID {
			named[of.Service] = true
		}
	}
	switch {
	case len(named) == 0:
		return about(string(r.ID), refuse("E_SCOPE", finding.Say("no verdict of the periodic review names it")))
	case r.Source != SourceReview || r.Customer != nil || r.Contract != nil:
		return about(string(r.ID), refuse("E_TRANSITION", finding.Say("a periodic review logs requests of its own: source review, and no customer")))
	case !maps.Equal(asked, named):
		return about(string(r.ID), refuse("E_TRANSITION", finding.Say("it asks about other services than those whose verdicts name it")))
	}
	return nil
}

// Invited are those who are asked to a periodic review: the people who may record one,
// and the owners of other processes. Nobody is present yet.
func (p *Procedure) Invited() []Participant {
	var all []Participant
	step := p.row(StepPeriodicReview)
	for _, id := range p.Holders(StepPeriodicReview) {
		all = append(all, Participant{Person: id, Role: p.hat(Case{}, step, Actor{Person: id})})
	}
	for _, o := range p.ProcessOwners {
		all = append(all, Participant{Name: o.Name, Process: o.Process.In(p.Language())})
	}
	return all
}
