package procedure

import (
	"strconv"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
)

// page is the record that is looked at.
type page struct {
	*refer
	file   string
	places func(pointer string) finding.Place
}

func (p page) report(rule, pointer string, message, hint finding.Sentence) *finding.Finding {
	f := finding.Finding{
		File: p.file, Rule: rule, Severity: finding.Error, Pointer: pointer, Message: message, Hint: hint,
	}
	if p.places != nil {
		f.Start = p.places(pointer)
	}
	p.found = append(p.found, f)
	return &p.found[len(p.found)-1]
}

// named: a record lies in a file named after its id.
func (p page) named(pointer, id, file string) {
	if id != "" && id != file {
		p.report("record/id-file", pointer, finding.Say("the id is %s but the file is named %s", id, file+".yaml"),
			finding.Say("a record keeps its name; restore the file from Git"))
	}
}

// service: a service that a record speaks of is, or once was, in the catalogue.
func (p page) service(pointer string, id catalogue.ServiceID) {
	if id != "" && !p.known.has[string(id)] {
		p.report("record/unknown-service", pointer, finding.Say("there is no service %s", string(id)), p.services.nearest(string(id)))
	}
}

// restore advises what to do where a record is gone: the number of another would
// only mislead.
func restore() finding.Sentence {
	return finding.Say("a record never goes away; restore its file from Git")
}

func (p page) requestID(pointer string, id RequestID) {
	if id != "" && !p.requests.has[string(id)] {
		p.report("record/unknown-request", pointer, finding.Say("there is no request %s", string(id)), restore())
	}
}

func (p page) meetingID(pointer string, id MeetingID) {
	if id != "" && !p.meetings.has[string(id)] {
		p.report("record/unknown-meeting", pointer, finding.Say("there is no meeting %s", string(id)), restore())
	}
}

func (p page) versionID(pointer string, v catalogue.Version) {
	if !v.IsZero() && !p.versions.has[v.String()] {
		p.report("record/unknown-version", pointer, finding.Say("there is no version %s", v), restore())
	}
}

func item(list string, index int) string { return list + "/" + strconv.Itoa(index) }

func (p page) request(r *Request, file string) {
	p.named("/id", string(r.ID), file)
	open := p.open(r)
	for i, ask := range r.Asks {
		at := item("/asks", i) + "/service"
		p.service(at, ask.Service)
		if e := p.entries[ask.Service]; open && p.ended[ask.Service] && e != nil && e.Lifecycle == catalogue.Retired {
			p.retired(at, e)
		}
	}
	if r.Coverage != nil {
		for i, m := range r.Coverage.Matched {
			p.service(item("/coverage/matched", i)+"/service", m.Service)
		}
		p.versionID("/coverage/version", r.Coverage.Version)
	}
	for i, e := range r.History {
		p.event(item("/history", i), e, r.ID)
	}
}

// open reports whether the request is known to wait for a step, so that what it
// asks for still matters.
func (p page) open(r *Request) bool {
	if p.rules == nil {
		return false
	}
	c, err := p.rules.Fold(r)
	return err == nil && !c.Final
}

func (p page) retired(pointer string, e *catalogue.Entry) {
	hint := finding.Say("close or reject the request, or agree on another service")
	if e.ReplacedBy != "" {
		hint = finding.Say("%s replaces it", string(e.ReplacedBy))
	}
	p.report("record/retired-service", pointer, finding.Say("%s is retired; it can no longer be asked for", string(e.ID)), hint).Severity = finding.Warning
}

func (p page) event(at string, e Event, of RequestID) {
	for i, id := range e.Alternatives {
		p.service(item(at+"/alternatives", i), id)
	}
	p.service(at+"/service", e.Service)
	p.requestID(at+"/duplicate_of", e.DuplicateOf)
	if e.DuplicateOf != "" && e.DuplicateOf == of {
		p.report("record/duplicate-of-self", at+"/duplicate_of", finding.Say("it cannot be a duplicate of itself"), finding.Sentence{})
	}
	p.design(at+"/design", e.Design)
	p.meetingID(at+"/meeting", e.Meeting)
	p.versionID(at+"/version", e.Version)
}

func (p page) design(at string, design []Design) {
	for i, d := range design {
		p.service(item(at, i)+"/service", d.Service)
	}
}

func (p page) meeting(m *Meeting, file string) {
	p.named("/id", string(m.ID), file)
	for i, it := range m.Items {
		at := item("/items", i)
		p.requestID(at+"/request", it.Request)
		p.design(at+"/design", it.Design)
	}
}

func (p page) confirmation(c *Confirmation, file string) {
	p.named("/id", c.ID, file)
	p.meetingID("/meeting", c.Meeting)
}

func (p page) periodicReview(r *PeriodicReview, file string) {
	p.named("/id", r.ID, file)
	p.versionID("/version", r.Version)
	for i, of := range r.Services {
		at := item("/services", i)
		p.service(at+"/service", of.Service)
		p.requestID(at+"/request", of.Request)
	}
}

func (p page) agreement(a *Agreement, file string) {
	p.named("/id", string(a.ID), file)
	p.versionID("/version", a.Version)
	for i, s := range a.Services {
		p.service(item("/services", i)+"/service", s.Service)
	}
}

func (p page) improvement(m *Improvement, file string) { p.named("/id", string(m.ID), file) }

func (p page) version(m *Manifest, file string) {
	p.named("/version", m.Version.String(), file)
	p.versionID("/previous", m.Previous)
	for i, id := range m.Requests {
		p.requestID(item("/requests", i), id)
	}
	for i, id := range m.Meetings {
		p.meetingID(item("/meetings", i), id)
	}
}

// published: the services of the newest version are there.
func (p page) published(m *Manifest) {
	for i, s := range m.Services {
		if !p.services.has[string(s.ID)] {
			p.report("record/unknown-service", item("/services", i)+"/id", finding.Say("there is no service %s, and a published service never vanishes", string(s.ID)),
				finding.Say("restore its file from Git; \"sc design --retire\" takes a service out of use"))
		}
	}
}
