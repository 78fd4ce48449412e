package procedure

import (
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
)

// Digests are the services of a version with the digests of their bytes. A nil
// manifest (no version yet) has none.
func (m *Manifest) Digests() map[catalogue.ServiceID]catalogue.Digest {
	digests := map[catalogue.ServiceID]catalogue.Digest{}
	if m != nil {
		for _, s := range m.Services {
			digests[s.ID] = s.Digest
		}
	}
	return digests
}

// Sum is the digest of a version: over its lines "id SPACE digest LF", sorted.
func Sum(services []Published) catalogue.Digest {
	lines := make([]string, len(services))
	for i, s := range services {
		lines[i] = string(s.ID) + " " + string(s.Digest) + "\n"
	}
	slices.Sort(lines)
	return catalogue.DigestOf([]byte(strings.Join(lines, "")))
}

// Publication is a version about to be judged: its manifest, the one before (nil
// for the first), who signs it, the digests of the services in its tree and the
// minutes of a meeting.
type Publication struct {
	Manifest *Manifest
	Previous *Manifest
	Signer   PersonID
	Tree     map[catalogue.ServiceID]catalogue.Digest
	Minutes  func(MeetingID) Minutes // asked only where the rules ask for confirmations
}

// JudgePublication says what is wrong with a version (§5.4; docs/format.md, "Judging"): every
// service is either as the version before had it or is named, with exactly these
// bytes, by the latest pass of a request that the version lists.
func (p *Procedure) JudgePublication(pub Publication, cases Cases) []*Refusal {
	m := pub.Manifest
	rs := list(
		pub.judgeSigner(),
		pub.judgeSuccession(),
		pub.judgeSum(),
		pub.judgeRequests(),
		pub.judgeMeetings(cases),
		p.judgeChangeRef(m),
	)
	rs = append(rs, list(p.judgeUrgent(m, cases))...)
	rs = append(rs, p.judgeConfirmed(pub)...)
	rs = append(rs, pub.judgeTree()...)
	rs = append(rs, pub.judgeServices(passedDesigns(m, cases))...)
	for _, id := range m.Requests {
		rs = append(rs, list(p.judgePublished(pub, id, cases))...)
	}
	for _, r := range rs {
		if r.Subject == "" {
			r.Subject = "publish " + m.Version.String()
		}
	}
	return rs
}

func (pub Publication) judgeSigner() *Refusal {
	if pub.Manifest.PublishedBy == pub.Signer {
		return nil
	}
	return refuse("E_ACTOR", finding.Say("published_by is %s, but %s signs", string(pub.Manifest.PublishedBy), string(pub.Signer)))
}

// judgeSuccession: 1.0.0 comes first; each later version is one step above the
// one before, as high as its severities ask at least.
func (pub Publication) judgeSuccession() *Refusal {
	m, prev := pub.Manifest, pub.Previous
	if prev == nil {
		if m.Version != (catalogue.Version{Major: 1}) || !m.Previous.IsZero() {
			return refuse("E_VERSION", finding.Say("the first version is 1.0.0"))
		}
		return nil
	}
	if m.Previous != prev.Version {
		return refuse("E_VERSION", finding.Say("the version before is %s, not %s", prev.Version, m.Previous))
	}
	for _, next := range Successors(prev.Version, severities(m)) {
		if next == m.Version {
			return nil
		}
	}
	return refuse("E_VERSION", finding.Say("after %s, what changed asks for %s at least", prev.Version, Successors(prev.Version, severities(m))[0]))
}

// Successors are the versions that may follow one, the least that the severities
// allow first.
func Successors(v catalogue.Version, severities []catalogue.Severity) []catalogue.Version {
	bumps := []catalogue.Bump{catalogue.Patch, catalogue.Minor, catalogue.Major}
	least := 0
	for _, s := range severities {
		least = max(least, slices.Index(bumps, s.Bump()))
	}
	var next []catalogue.Version
	for _, b := range bumps[least:] {
		next = append(next, v.Next(b))
	}
	return next
}

func severities(m *Manifest) []catalogue.Severity {
	all := make([]catalogue.Severity, len(m.Services))
	for i, s := range m.Services {
		all[i] = s.Severity
	}
	return all
}

func (pub Publication) judgeSum() *Refusal {
	if sum := Sum(pub.Manifest.Services); pub.Manifest.Digest != sum {
		return refuse("E_DIGEST", finding.Say("the manifest says %s of itself, its services make %s", Short(pub.Manifest.Digest), Short(sum)))
	}
	return nil
}

// judgeTree: the manifest lists the services of its tree and nothing else.
func (pub Publication) judgeTree() []*Refusal {
	var rs []*Refusal
	listed := pub.Manifest.Digests()
	if !rising(pub.Manifest.Services, func(s Published) string { return string(s.ID) }) {
		rs = append(rs, refuse("E_DIGEST", finding.Say("the manifest does not list each service once, in order")))
	}
	for _, id := range sortedKeys(pub.Tree) {
		switch {
		case pub.Tree[id] == NoBase:
			rs = append(rs, about("publish "+string(id), refuse("E_DIGEST", finding.Say("it is not a plain file, or too big"))))
		case listed[id] != pub.Tree[id]:
			rs = append(rs, about("publish "+string(id), refuse("E_DIGEST", finding.Say("its bytes are %s, the manifest says %s", Short(pub.Tree[id]), orNone(listed[id])))))
		}
	}
	for _, id := range sortedKeys(listed) {
		if _, there := pub.Tree[id]; !there {
			rs = append(rs, about("publish "+string(id), refuse("E_DIGEST", finding.Say("the manifest lists it, but it has no file"))))
		}
	}
	return rs
}

// rising reports whether each key is above the one before it.
func rising[T any](all []T, key func(T) string) bool {
	for i := range all {
		if i > 0 && key(all[i-1]) >= key(all[i]) {
			return false
		}
	}
	return true
}

func orNone(d catalogue.Digest) any {
	if d == "" || d == NoBase {
		return finding.Say("nothing")
	}
	return Short(d)
}

// passedDesigns are the designs that the version's requests were passed with or, in an
// emergency, proposed with.
func passedDesigns(m *Manifest, cases Cases) map[Design]bool {
	designs := map[Design]bool{}
	for _, id := range m.Requests {
		c, _ := cases(id)
		if c.State != StatePassed && (m.Emergency == nil || c.State != StateProposed) {
			continue
		}
		for _, d := range c.Design {
			designs[d] = true
		}
	}
	return designs
}

func (pub Publication) judgeServices(passed map[Design]bool) []*Refusal {
	var rs []*Refusal
	before := map[catalogue.ServiceID]Published{}
	if pub.Previous != nil {
		for _, s := range pub.Previous.Services {
			before[s.ID] = s
		}
	}
	for _, s := range pub.Manifest.Services {
		if r := pub.judgeService(s, before[s.ID], passed); r != nil {
			rs = append(rs, about("publish "+string(s.ID), r))
		}
		delete(before, s.ID)
	}
	for _, id := range sortedKeys(before) {
		rs = append(rs, about("publish "+string(id), refuse("E_ID", finding.Say("a published service never vanishes"))).
			hint(finding.Say("retire it with \"sc design --retire %s\"", string(id))))
	}
	return rs
}

func (pub Publication) judgeService(s, before Published, passed map[Design]bool) *Refusal {
	if s.Digest == before.Digest && before.Digest != "" {
		if s.Change != None || s.Severity != catalogue.Unchanged || s.Since != before.Since {
			return refuse("E_DIGEST", finding.Say("the manifest calls it changed, but its bytes are those of version %s", pub.Previous.Version))
		}
		return nil
	}
	base := before.Digest
	if base == "" {
		base = NoBase
	}
	if !passed[Design{Service: s.ID, Change: s.Change, Base: base, Digest: s.Digest}] {
		return refuse("E_DIGEST", finding.Say("it differs from the last version, and no meeting has passed these bytes for a request of this version")).
			hint(finding.Say("propose and review it, or set it aside with --shelve-rest"))
	}
	if s.Since != pub.Manifest.Version || (s.Change == Add) != (s.Severity == catalogue.New) || (s.Change == Retire) != (s.Severity == catalogue.Retire) || s.Severity == catalogue.Unchanged {
		return refuse("E_VERSION", finding.Say("its severity %s or since %s does not fit the change %s", string(s.Severity), s.Since, string(s.Change)))
	}
	return nil
}

// judgePublished: a request of the version is passed, all its design is in the
// version, and its reviewer does not sign the version.
func (p *Procedure) judgePublished(pub Publication, id RequestID, cases Cases) *Refusal {
	subject := "publish " + string(id)
	c, ok := cases(id)
	if !ok {
		return about(subject, refuse("E_ID", finding.Say("there is no request %s", string(id))))
	}
	if !c.Bound() {
		return nil // the publish step itself is judged on its case
	}
	digests := pub.Manifest.Digests()
	for _, d := range c.Design {
		if digests[d.Service] != d.Digest {
			return about(subject, refuse("E_DIGEST", finding.Say("its design of %s is not what the version holds", string(d.Service)))).
				hint(finding.Say("propose it again"))
		}
	}
	if p.Rules.ReviewerNotPublisher == Always && c.Pass != nil && c.Pass.Recorder == pub.Signer {
		return about(subject, refuse("E_SOD", finding.Say("%s signed the minutes of %s and may not sign the version too", p.Named([]PersonID{pub.Signer}), string(c.Pass.Meeting)))).
			hint(p.reviewAgain(c, pub.Signer))
	}
	return nil
}

// reviewAgain says how a passed case is published whose minutes the publisher signed.
func (p *Procedure) reviewAgain(c Case, signer PersonID) finding.Sentence {
	others := p.otherReviewers(signer)
	if len(others) == 0 {
		return finding.Say("the minutes must be signed by another member of the maintenance group, and there is none: enrol one, then propose again: sc propose %s --all", string(c.ID))
	}
	return finding.Say("the minutes must be signed by another member of the maintenance group: sc propose %s --all, then %s records the next review (sc review)", string(c.ID), p.Named(others))
}

// judgeRequests: a version serves a request at least, each named once, in order.
func (pub Publication) judgeRequests() *Refusal {
	requests := pub.Manifest.Requests
	switch {
	case len(requests) == 0:
		return refuse("E_VERSION", finding.Say("a version names the requests it answers; this one names none"))
	case !rising(requests, func(id RequestID) string { return string(id) }):
		return refuse("E_VERSION", finding.Say("the manifest does not name each request once, in order"))
	}
	return nil
}

// judgeMeetings: the manifest names the meetings that passed its requests.
func (pub Publication) judgeMeetings(cases Cases) *Refusal {
	var want []MeetingID
	for _, id := range pub.Manifest.Requests {
		if c, ok := cases(id); ok && c.Pass != nil && !slices.Contains(want, c.Pass.Meeting) {
			want = append(want, c.Pass.Meeting)
		}
	}
	slices.Sort(want)
	if !slices.Equal(want, pub.Manifest.Meetings) {
		return refuse("E_VERSION", finding.Say("the manifest does not name the meetings that passed its requests, each once and in order"))
	}
	return nil
}
