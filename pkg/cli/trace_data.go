package cli

import (
	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// traceJSON is the trace for programs.
type traceJSON struct {
	ID       string          `json:"id"`
	Kind     subjectKind     `json:"kind"`
	Requests []tracedRequest `json:"requests"`
	Meetings []tracedMeeting `json:"meetings"`
	Versions []tracedVersion `json:"versions"`
	Rulings  []rulingJSON    `json:"rulings"`
	Reviews  []tracedReview  `json:"reviews"`

	Agreements []tracedAgreement `json:"agreements"`

	Improvements []tracedImprovement `json:"improvements"`
	Amendments   []amendmentJSON     `json:"amendments"`
}

type tracedRequest struct {
	ID    procedure.RequestID `json:"id"`
	Title any                 `json:"title"`
	State procedure.State     `json:"state"`
	Steps []map[string]any    `json:"steps"` // of its history, each with name and commit
}

// signedRecord is the entry that carries a record, and who signed it.
type signedRecord struct {
	Entry  int                `json:"entry"`
	Commit string             `json:"commit"`
	Actor  procedure.PersonID `json:"actor"`
	Name   string             `json:"name"`
	Role   procedure.RoleID   `json:"role"`
	Void   bool               `json:"void,omitempty"` // ruled void: it does not count
}

type tracedMeeting struct {
	ID         procedure.MeetingID  `json:"id"`
	HeldAt     string               `json:"held_at"`
	Chair      procedure.PersonID   `json:"chair"`
	Present    []procedure.PersonID `json:"present"`
	Votes      votesJSON            `json:"votes"`
	AttestedBy procedure.PersonID   `json:"attested_by"` // attendance and votes are what this person signed
	Items      []itemJSON           `json:"items"`
	// ConfirmedBy are those who signed for the minutes, void confirmations aside.
	ConfirmedBy []procedure.PersonID `json:"confirmed_by"`
	signedRecord
}

type votesJSON struct {
	For     int `json:"for"`
	Against int `json:"against"`
	Abstain int `json:"abstain"`
}

type tracedVersion struct {
	Version       string                `json:"version"`
	PublishedAt   string                `json:"published_at"`
	EffectiveFrom string                `json:"effective_from"`
	Digest        string                `json:"digest"`
	Tag           string                `json:"tag"`
	ChangeRef     string                `json:"change_ref,omitempty"`
	ChangeLink    string                `json:"change_link,omitempty"` // where the change request is found
	Requests      []procedure.RequestID `json:"requests"`
	Meetings      []procedure.MeetingID `json:"meetings"`
	Services      []changedJSON         `json:"services"` // those that it changed
	signedRecord
}

type changedJSON struct {
	ID       catalogue.ServiceID    `json:"id"`
	Change   procedure.DesignChange `json:"change"`
	Severity catalogue.Severity     `json:"severity"`
	Digest   catalogue.Digest       `json:"digest"`
}

func (t *trace) value() traceJSON {
	v := traceJSON{ID: t.id, Kind: t.kind, Requests: []tracedRequest{}}
	for _, r := range t.requests {
		v.Requests = append(v.Requests, t.requestValue(r))
	}
	v.Meetings, v.Versions = each(t.meetings, t.meetingValue), each(t.versions, t.versionValue)
	v.Agreements = kept(each(t.agreements, t.agreementValue))
	v.Improvements = kept(each(t.improvements, t.improvementValue))
	v.Amendments = kept(each(t.amendments, t.amendmentValue))
	v.Reviews = kept(each(t.reviews, t.reviewValue))
	v.Rulings = kept(each(t.rulings, func(r *procedure.Ruling) rulingJSON { return t.rulingValue(r, t.trail) }))
	return v
}

func (t *trace) requestValue(r *procedure.Request) tracedRequest {
	c, _ := t.rules.Fold(r) // its last sound state, where a step is unknown
	v := tracedRequest{r.ID, plainText(procedure.Corrected(r).Title), c.State, []map[string]any{}}
	record, _ := t.desk.value(records.Requests().Path(string(r.ID))) // it was read before
	fields, _ := record.(map[string]any)
	history, _ := fields["history"].([]any)
	for i, e := range r.History {
		if i >= len(history) || !t.shows(e) {
			continue
		}
		step, _ := history[i].(map[string]any)
		if e.Void {
			step["void"] = true
		}
		step["name"], step["commit"] = t.name(e.By), t.commitOf(e.Entry)
		v.Steps = append(v.Steps, step)
	}
	return v
}

func (t *trace) meetingValue(m *procedure.Meeting) tracedMeeting {
	v := tracedMeeting{
		ID: m.ID, HeldAt: m.HeldAt, Chair: m.Chair, Present: present(m), AttestedBy: m.Recorder,
		Items: []itemJSON{}, signedRecord: t.signed(records.Meetings().Path(string(m.ID))),
	}
	v.ConfirmedBy, _ = t.confirmedBy(m.ID) // it was read before
	for _, at := range m.Attendees {
		switch at.Vote {
		case procedure.For:
			v.Votes.For++
		case procedure.Against:
			v.Votes.Against++
		case procedure.Abstain:
			v.Votes.Abstain++
		}
	}
	for _, i := range m.Items {
		v.Items = append(v.Items, itemJSON{i.Request, i.Result})
	}
	return v
}

func (t *trace) versionValue(m *procedure.Manifest) tracedVersion {
	v := tracedVersion{
		Version: m.Version.String(), PublishedAt: m.PublishedAt, EffectiveFrom: m.EffectiveFrom, Digest: string(m.Digest), Tag: t.tags + m.Version.String(),
		ChangeRef: m.ChangeRef, ChangeLink: t.rules.Rules.ChangeRef.Address(m.ChangeRef),
		Requests: kept(m.Requests), Meetings: kept(m.Meetings), Services: []changedJSON{}, signedRecord: t.signed(records.VersionPath(m.Version)),
	}
	for _, p := range m.Services {
		if p.Change != procedure.None && (t.kind != aService || p.ID == t.service()) {
			v.Services = append(v.Services, changedJSON{p.ID, p.Change, p.Severity, p.Digest})
		}
	}
	return v
}

// signed is the entry that brought a record into the ledger; number -1 where
// none can be found.
func (t *trace) signed(path string) signedRecord {
	e, ok := t.trail.first(path)
	if !ok {
		return signedRecord{Entry: -1}
	}
	number, who := e.Trailers.Entry, procedure.PersonID(e.Trailers.Actor)
	void, err := t.books.Voids()
	return signedRecord{number, e.commit.String(), who, t.name(who), procedure.RoleID(e.Trailers.Role), err == nil && void[number]}
}
