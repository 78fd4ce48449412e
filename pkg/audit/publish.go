package audit

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/validator"
)

// publish: one new version and the last step of each requirement it serves.
func (j *judgement) publish() {
	manifests := j.of(validator.Version, validator.Request)
	if len(manifests) != 1 || !manifests[0].old.IsZero() {
		j.add("E_SCOPE", "", finding.Say("a publication brings one new version"))
		return
	}
	m, path := manifests[0].version, manifests[0].path
	if m.Version.String() != manifests[0].place.id {
		j.add("E_ID", path, finding.Say("it calls itself %s", m.Version))
	}
	if m.PublishedAt != j.stamp.At {
		j.add("E_TIME", path, j.stamp.Unlike(m.PublishedAt))
	}
	tree, err := j.shelf.all(j.link.Tree)
	if err != nil {
		j.form(err)
		return
	}
	j.refusals(path, j.rules.JudgePublication(procedure.Publication{Manifest: m, Previous: j.previous(), Signer: j.who.Person, Tree: tree, Minutes: j.minutes}, j.lookup)...)
	j.publishedRequests(m)
	j.deed.Publishes, j.deed.Rests = true, j.rests(m)
	j.then(func() { j.version(m) })
}

func (j *judgement) publishedRequests(m *procedure.Manifest) {
	var ids []procedure.RequestID
	for _, c := range j.of(validator.Request, validator.Version) {
		j.grown(c, procedure.StepPublish)
		ids = append(ids, procedure.RequestID(c.place.id))
		if h := c.request.History; len(h) > 0 && h[len(h)-1].Version != m.Version {
			j.add("E_VERSION", c.path, finding.Say("its step names another version"))
		} else if len(h) > 0 && h[len(h)-1].Emergency != "" && (m.Emergency == nil || h[len(h)-1].Emergency != m.Emergency.Reason) {
			j.add("E_TRANSITION", c.path, finding.Say("its step gives another reason for the emergency than the manifest"))
		}
	}
	slices.Sort(ids)
	if !slices.Equal(ids, m.Requests) {
		j.add("E_SCOPE", "", finding.Say("the manifest names other requirements than the entry publishes"))
	}
}

// version takes a published version into the state and the report.
func (j *judgement) version(m *procedure.Manifest) {
	j.latest = m
	j.report.Versions = append(j.report.Versions, Version{
		Mark:    Mark{Number: j.entry.Trailers.Entry, Digest: j.digest, Commit: j.link.ID},
		Version: m.Version, Digest: m.Digest, Signer: j.who.Person,
		role: string(j.who.Role), Emergency: m.Emergency != nil,
	})
}
