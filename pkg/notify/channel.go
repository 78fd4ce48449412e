package notify

import (
	"context"
	"crypto/x509"
	"net"
	"net/http"
	"time"
)

// World is what a channel needs of the outside.
type World struct {
	Getenv func(string) string
	Now    func() time.Time
	HTTP   Doer           // nil: a client that follows no redirect
	Roots  *x509.CertPool // whom mail servers are vouched for by; nil: those of the system
}

// Doer sends a request, as *http.Client does.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// Sender hands messages on.
type Sender interface {
	// Ready says what is missing in the environment; nil is nothing.
	Ready() error
	// Preview is what would be sent, without secrets.
	Preview(Message) (string, error)
	Send(context.Context, Message) error
}

// Channel is a way to people. A new one is a row of Channels and a file beside this
// one.
type Channel struct {
	Name  string // as --via names it
	Group bool   // one message for all goes there, not one for each person
	Open  func(World) Sender
}

// Channels are all ways to people, but the one to standard output.
func Channels() []Channel {
	return []Channel{
		{"mail", false, func(w World) Sender { return mailer{w} }},
		{"wecom", true, func(w World) Sender { return webhook{w, wecom()} }},
		{"dingtalk", true, func(w World) Sender { return webhook{w, dingtalk()} }},
		{"feishu", true, func(w World) Sender { return webhook{w, feishu()} }},
	}
}

// patience is how long a server may take.
const patience = 30 * time.Second

// loopback reports whether a host is this machine, where nobody listens in between.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
