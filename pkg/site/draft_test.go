package site_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/preview"
	"github.com/service-catalogue/sc/pkg/site"
)

// drafted is a catalogue whose newest state is no version.
func drafted() site.Catalogue {
	c := lived(export.Customers)
	c.Draft = finding.Say("These pages show drafts that nobody has published; they bind nobody.")
	c.Release = export.Release{Version: catalogue.Version{Major: 2}}
	c.States = append([]site.State{{Release: c.Release, Entries: c.Entries[:5]}}, c.States...)
	c.Entries = c.Entries[:5]
	return c
}

// Every page of drafts says that it is one, and none says that somebody signed it.
func TestDraftsAreMarked(t *testing.T) {
	t.Parallel()
	files := made(t, drafted())
	for name, text := range files {
		if !strings.HasSuffix(name, ".html") || name == "index.html" {
			continue
		}
		if !strings.Contains(text, "DRAFT") || !strings.Contains(text, "草稿") {
			t.Errorf("%s does not say that it is a draft", name)
		}
		if strings.Contains(text, "As of version") || strings.Contains(text, "截至版本") {
			t.Errorf("%s says that a version is on it", name)
		}
	}
	if files["zh/proof.html"] != "" || !strings.Contains(files["en/versions/2.0.0.html"], "<h1>Draft of version 2.0.0</h1>") {
		t.Error("a draft can be proved, or has no page of its own")
	}
	if text := all(made(t, lived(export.Customers))); strings.Contains(text, "DRAFT") || strings.Contains(text, "live.js") || strings.Contains(text, "connect-src") {
		t.Error("a version looks like a draft")
	}
}

// A page of drafts shows itself anew when they change.
func (b *browser) testLive(t *testing.T) {
	var changed atomic.Bool
	served, err := preview.Listen(0, func(context.Context) (preview.Site, error) {
		c := drafted()
		s := preview.Site{State: "one", Files: map[string][]byte{}}
		if changed.Load() {
			c.Organisation.EN, s.State = "Changed", "two"
		}
		return s, site.Write(func(name string, text []byte) error { s.Files[name] = text; return nil }, c, both()...)
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- served.Serve(ctx) }()
	b.open(t, served.URL()+"en/index.html")
	b.becomes(t, `performance.getEntriesByName(new URL("/live", location).href).length > 0`)
	changed.Store(true)
	b.becomes(t, `document.querySelector("h1").textContent.includes("Changed")`)
	b.quiet(t, served.URL())
	b.open(t, "about:blank")
	b.forget()
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
