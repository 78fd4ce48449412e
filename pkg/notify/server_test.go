package notify_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"io"
	"math/big"
	"net"
	"net/textproto"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// post office is a mail server on the loopback: it takes one command after the other
// and remembers what it was given.
type postOffice struct {
	port     string
	roots    *x509.CertPool
	security *tls.Config
	starttls bool
	refuse   string // the recipient that it does not know

	mu    sync.Mutex
	mails []string
	login string // as AUTH PLAIN gave it
	plain bool   // the login came over a connection in the open
}

// security is how a post office keeps what it hears secret.
type security string

const (
	open     security = "none"
	starttls security = "starttls"
	implicit security = "implicit"
)

func openPostOffice(t *testing.T, kind security) *postOffice {
	t.Helper()
	p := &postOffice{starttls: kind == starttls, roots: x509.NewCertPool()}
	p.security = certified(t, p.roots)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.port = strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
	if kind == implicit {
		l = tls.NewListener(l, p.security)
	}
	var served sync.WaitGroup
	served.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			served.Go(func() { p.serve(c) })
		}
	})
	t.Cleanup(func() { l.Close(); served.Wait() })
	return p
}

// certified is a certificate for 127.0.0.1 that only the roots vouch for.
func certified(t *testing.T, roots *x509.CertPool) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	of := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, of, of, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, _ := x509.ParseCertificate(der)
	roots.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}
}

// serve speaks SMTP (RFC 5321) with one client.
func (p *postOffice) serve(c net.Conn) {
	defer func() { c.Close() }()
	_ = c.SetDeadline(time.Now().Add(10 * time.Second))
	_, secret := c.(*tls.Conn)
	talk := textproto.NewConn(c)
	_ = talk.PrintfLine("220 localhost")
	for {
		line, err := talk.ReadLine()
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(line, " ")
		switch strings.ToUpper(verb) {
		case "EHLO":
			_ = talk.PrintfLine("250-localhost")
			if p.starttls && !secret {
				_ = talk.PrintfLine("250-STARTTLS")
			}
			_ = talk.PrintfLine("250 AUTH PLAIN")
		case "STARTTLS":
			_ = talk.PrintfLine("220 go on")
			c = tls.Server(c, p.security)
			secret, talk = true, textproto.NewConn(c)
		case "AUTH":
			login, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(rest, "PLAIN "))
			p.mu.Lock()
			p.login, p.plain = strings.ReplaceAll(string(login), "\x00", "|"), !secret
			p.mu.Unlock()
			_ = talk.PrintfLine("235 welcome")
		case "RCPT":
			if p.refuse != "" && strings.Contains(rest, p.refuse) {
				_ = talk.PrintfLine("550 nobody of this name")
				continue
			}
			_ = talk.PrintfLine("250 ok")
		case "DATA":
			_ = talk.PrintfLine("354 go on")
			text, _ := io.ReadAll(talk.DotReader())
			p.mu.Lock()
			p.mails = append(p.mails, string(text))
			p.mu.Unlock()
			_ = talk.PrintfLine("250 taken")
		case "QUIT":
			_ = talk.PrintfLine("221 bye")
			return
		default:
			_ = talk.PrintfLine("250 ok")
		}
	}
}

func (p *postOffice) got() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.mails
}
