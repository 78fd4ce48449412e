// Package preview shows a site to a browser on the same machine, and to nobody else.
// It listens on the loopback address alone, answers only who asks for that address by
// its own name, and only reads. It knows nothing of what it shows.
package preview

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"path"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Site is what is shown: files by their names, and a state that changes when they do.
type Site struct {
	Files map[string][]byte
	State string
}

// Source gives the site as it is now. It is asked again for each request, by many at
// once.
type Source func(context.Context) (Site, error)

// Server shows one site.
type Server struct {
	listener net.Listener
	source   Source
}

// Listen opens a port of the loopback address; 0 is any that is free.
func Listen(port int, source Source) (*Server, error) {
	l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return nil, err
	}
	return &Server{l, source}, nil
}

// InUse reports whether Listen failed because another program has the port.
func InUse(err error) bool { return errors.Is(err, syscall.EADDRINUSE) }

// URL is where the site is shown.
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() + "/" }

// Serve answers until the context ends, which is no error.
func (s *Server) Serve(ctx context.Context) error {
	server := &http.Server{
		Handler: s, ReadHeaderTimeout: 5 * time.Second, MaxHeaderBytes: 64 << 10,
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	err := server.Serve(s.listener)
	if ctx.Err() != nil || errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if code := s.refuses(r); code != 0 {
		http.Error(w, http.StatusText(code), code)
		return
	}
	for name, value := range map[string]string{
		"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
		"Content-Security-Policy": "frame-ancestors 'none'", "Cross-Origin-Resource-Policy": "same-origin", "Referrer-Policy": "no-referrer",
	} {
		w.Header().Set(name, value)
	}
	site, err := s.source(r.Context())
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if r.URL.Path == "/live" {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(w, site.State)
		return
	}
	text, name := site.file(r.URL.Path)
	if text == nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", kind(name))
	_, _ = w.Write(text)
}

// file is what stands at a path of a URL; nil where nothing does.
func (s Site) file(at string) ([]byte, string) {
	name := strings.TrimPrefix(at, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	return s.Files[name], name
}

// kind is what a file holds, whatever this machine calls it.
func kind(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	return "application/octet-stream"
}

// refuses is the status of a request that is not answered; 0 of one that is. A page
// from elsewhere could reach this address, through a name of its own that leads here
// (DNS rebinding) or as a part of it: neither is told anything.
func (s *Server) refuses(r *http.Request) int {
	_, port, _ := net.SplitHostPort(s.listener.Addr().String())
	switch {
	case r.Host != "127.0.0.1:"+port && r.Host != "localhost:"+port:
		return http.StatusMisdirectedRequest
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		return http.StatusMethodNotAllowed
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
		return 0
	}
	return http.StatusForbidden
}
