package export

import (
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/wording"
)

// backstageEntity is a component of Backstage's software catalogue
// (backstage.io/docs/features/software-catalog/descriptor-format).
type backstageEntity struct {
	APIVersion string            `yaml:"apiVersion"`
	Kind       string            `yaml:"kind"`
	Metadata   backstageMetadata `yaml:"metadata"`
	Spec       backstageSpec     `yaml:"spec"`
}

type backstageMetadata struct {
	Name        string            `yaml:"name"`
	Title       string            `yaml:"title,omitempty"`
	Description string            `yaml:"description,omitempty"`
	Annotations map[string]string `yaml:"annotations"`
	Tags        []string          `yaml:"tags,omitempty"`
}

type backstageSpec struct {
	Type      string   `yaml:"type"`
	Lifecycle string   `yaml:"lifecycle"`
	Owner     string   `yaml:"owner"`
	DependsOn []string `yaml:"dependsOn,omitempty"`
}

// writeBackstage writes an entity for each service that is not retired, parted as
// documents of one file.
func writeBackstage(w io.Writer, e Edition, words wording.Wording) error {
	p := page{e, words}
	for _, entry := range e.Entries {
		if entry.Lifecycle == catalogue.Retired {
			continue
		}
		text, err := document.Encode(p.entity(entry))
		if err != nil {
			return unwritable(entry.ID, err)
		}
		if _, err := io.WriteString(w, "---\n"+string(text)); err != nil {
			return err
		}
	}
	return nil
}

func (p page) entity(e catalogue.Entry) backstageEntity {
	return backstageEntity{
		APIVersion: "backstage.io/v1alpha1", Kind: "Component",
		Metadata: backstageMetadata{
			Name: string(e.ID), Title: strings.TrimSpace(p.Text(e.Name)), Description: strings.TrimSpace(p.Text(e.Summary)), Tags: p.backstageTags(e),
			Annotations: map[string]string{"service-catalogue/version": p.Version.String(), "service-catalogue/digest": string(p.Digest), "service-catalogue/ledger": p.Ledger},
		},
		Spec: backstageSpec{
			Type: "service", Lifecycle: backstageLifecycle(e.Lifecycle), Owner: p.backstageOwner(e),
			DependsOn: p.backstageRelations(e),
		},
	}
}

// backstageOwner is who owns a service: inside, its owner, elsewhere nobody in
// particular, since customers do not see who it is.
func (p page) backstageOwner(e catalogue.Entry) string {
	if e.Owner == "" {
		return "unknown"
	}
	return e.Owner
}

// backstageRelations name the entities that a service depends on: those written here.
func (p page) backstageRelations(e catalogue.Entry) []string {
	var names []string
	for _, id := range e.DependsOn {
		if on, ok := p.find(id); ok && on.Lifecycle != catalogue.Retired {
			names = append(names, "component:"+string(id))
		}
	}
	return names
}

// backstageLifecycle is the stage as Backstage's own catalogues name it.
func backstageLifecycle(l catalogue.Lifecycle) string {
	switch l {
	case catalogue.Ready:
		return "experimental"
	case catalogue.Deprecated:
		return "deprecated"
	}
	return "production"
}

var backstageTag = regexp.MustCompile(`^[a-z0-9:+#]+(-[a-z0-9:+#]+)*$`)

// backstageTags are the tags that Backstage allows, and the category.
func (p page) backstageTags(e catalogue.Entry) []string {
	tags := []string{string(e.Category)}
	for _, t := range e.Tags {
		if t = strings.ToLower(t); backstageTag.MatchString(t) && len(t) <= 63 && !slices.Contains(tags, t) {
			tags = append(tags, t)
		}
	}
	return tags
}
