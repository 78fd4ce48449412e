package preview_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/preview"
)

func shown(context.Context) (preview.Site, error) {
	return preview.Site{State: "s1", Files: map[string][]byte{"index.html": []byte("<p>one"), "zh/index.html": []byte("<p>two"), "assets/data.js": []byte("var x;")}}, nil
}

// served is a server that ends with the test.
func served(t *testing.T, source preview.Source) *preview.Server {
	t.Helper()
	s, err := preview.Listen(0, source)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- s.Serve(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestServer(t *testing.T) {
	t.Parallel()
	s := served(t, shown)
	host := strings.TrimSuffix(strings.TrimPrefix(s.URL(), "http://"), "/")
	_, port, _ := net.SplitHostPort(host)
	for _, c := range []struct {
		name, method, path, host, site string
		status                         int
		kind, body                     string
	}{
		{"the first page", "GET", "/", host, "none", 200, "text/html", "<p>one"},
		{"by name", "GET", "/index.html", "localhost:" + port, "same-origin", 200, "text/html", "<p>one"},
		{"a folder", "GET", "/zh/", host, "", 200, "text/html", "<p>two"},
		{"a script", "GET", "/assets/data.js", host, "same-origin", 200, "text/javascript", "var x;"},
		{"the state", "GET", "/live", host, "same-origin", 200, "text/plain", "s1"},
		{"head", "HEAD", "/", host, "", 200, "text/html", ""},
		{"nothing", "GET", "/zh", host, "", 404, "", ""},
		{"a way out", "GET", "/../etc/passwd", host, "", 404, "", ""},
		{"another name", "GET", "/", "rebound.example:" + port, "", 421, "", ""},
		{"no port", "GET", "/", "127.0.0.1", "", 421, "", ""},
		{"a name that begins so", "GET", "/", host + ".example", "", 421, "", ""},
		{"from another page", "GET", "/assets/data.js", host, "cross-site", 403, "", ""},
		{"from another port", "GET", "/", host, "same-site", 403, "", ""},
		{"writing", "POST", "/", host, "", 405, "", ""},
		{"putting", "PUT", "/index.html", host, "", 405, "", ""},
	} {
		r, err := http.NewRequestWithContext(t.Context(), c.method, strings.TrimSuffix(s.URL(), "/")+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = c.host
		if c.site != "" {
			r.Header.Set("Sec-Fetch-Site", c.site)
		}
		answer, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != c.status || c.status == 200 && (string(body) != c.body || !strings.HasPrefix(answer.Header.Get("Content-Type"), c.kind)) {
			t.Errorf("%s: got %d %s %q, want %d %s %q", c.name, answer.StatusCode, answer.Header.Get("Content-Type"), body, c.status, c.kind, c.body)
		}
		if c.status != 200 && strings.Contains(string(body), "one") {
			t.Errorf("%s: told %q", c.name, body)
		}
		if c.status == 200 && answer.Header.Get("Cross-Origin-Resource-Policy") != "same-origin" {
			t.Errorf("%s: other pages may load it", c.name)
		}
	}
}

func TestOnLoopbackOnly(t *testing.T) {
	t.Parallel()
	s := served(t, shown)
	if !strings.HasPrefix(s.URL(), "http://127.0.0.1:") {
		t.Errorf("it listens at %s", s.URL())
	}
}

func TestFailingSource(t *testing.T) {
	t.Parallel()
	s := served(t, func(context.Context) (preview.Site, error) { return preview.Site{}, errors.New("no site") })
	answer, err := http.Get(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusInternalServerError {
		t.Errorf("got %d", answer.StatusCode)
	}
}

func TestPortInUse(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	if _, err := preview.Listen(l.Addr().(*net.TCPAddr).Port, shown); err == nil {
		t.Error("two listen at one port")
	}
}
