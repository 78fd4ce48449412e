package notify

import (
	"bytes"
	"context"
	"crypto/tls"
	"net/mail"
	"strconv"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"github.com/service-catalogue/sc/pkg/finding"
)

// The environment of mail.
const (
	smtpHost     = "SC_SMTP_HOST"
	smtpPort     = "SC_SMTP_PORT"
	smtpTLS      = "SC_SMTP_TLS"
	smtpUser     = "SC_SMTP_USER"
	smtpPassword = "SC_SMTP_PASSWORD"
	smtpFrom     = "SC_SMTP_FROM"
)

// mailer sends mail (RFC 5322) through an SMTP server.
type mailer struct{ World }

// server is where mail is handed in.
type server struct {
	host    string
	options []gomail.Option
	from    *mail.Address
}

// Ready says which setting is missing or wrong.
func (m mailer) Ready() error {
	_, err := m.server()
	return err
}

// server reads the environment.
func (m mailer) server() (server, error) {
	s := server{host: m.Getenv(smtpHost)}
	if s.host == "" {
		return s, missing(smtpHost)
	}
	var err error
	if s.from, err = m.from(); err != nil {
		return s, err
	}
	secure, err := m.transport(s.host)
	if err != nil {
		return s, err
	}
	_, domain, _ := strings.Cut(s.from.Address, "@")
	s.options = append(secure, gomail.WithHELO(domain), gomail.WithTimeout(patience),
		gomail.WithTLSConfig(&tls.Config{ServerName: s.host, RootCAs: m.Roots, MinVersion: tls.VersionTLS12}))
	if user := m.Getenv(smtpUser); user != "" {
		s.options = append(s.options, gomail.WithUsername(user), gomail.WithPassword(m.Getenv(smtpPassword)), gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover))
	}
	if given := m.Getenv(smtpPort); given != "" {
		port, err := strconv.Atoi(given)
		if err != nil || port < 1 || port > 65535 {
			return s, wrong(smtpPort, finding.Say("a number from 1 to 65535"))
		}
		s.options = append(s.options, gomail.WithPort(port)) // behind those that bring a port
	}
	return s, nil
}

// transport is how the way to the server is kept secret: never in the open, but to this
// machine.
func (m mailer) transport(host string) ([]gomail.Option, error) {
	switch kind := m.Getenv(smtpTLS); {
	case kind == "" || kind == "starttls":
		return []gomail.Option{gomail.WithTLSPortPolicy(gomail.TLSMandatory)}, nil
	case kind == "implicit":
		return []gomail.Option{gomail.WithSSLPort(false)}, nil
	case kind == "none" && loopback(host):
		return []gomail.Option{gomail.WithTLSPortPolicy(gomail.NoTLS)}, nil
	}
	return nil, wrong(smtpTLS, finding.Say("starttls or implicit; none for a server on this machine only"))
}

func (m mailer) from() (*mail.Address, error) {
	given := m.Getenv(smtpFrom)
	if given == "" {
		return nil, missing(smtpFrom)
	}
	from, err := mail.ParseAddress(given)
	if err != nil {
		return nil, wrong(smtpFrom, finding.Say("an address, such as sc@example.com"))
	}
	return from, nil
}

// nobodyYet stands in a preview for a sender that is not set yet.
const nobodyYet = "sender@example.invalid"

// Preview is the mail as it would be sent. It needs no setting.
func (m mailer) Preview(msg Message) (string, error) {
	from, err := m.from()
	if m.Getenv(smtpFrom) == "" {
		from, err = &mail.Address{Name: smtpFrom, Address: nobodyYet}, nil
	}
	if err != nil {
		return "", err
	}
	written, err := m.written(msg, from)
	if err != nil {
		return "", err
	}
	var text bytes.Buffer
	_, err = written.WriteTo(&text)
	return text.String(), err
}

// Send hands one mail in.
func (m mailer) Send(ctx context.Context, msg Message) error {
	s, err := m.server()
	if err != nil {
		return err
	}
	written, err := m.written(msg, s.from)
	if err != nil {
		return err
	}
	client, err := gomail.NewClient(s.host, s.options...)
	if err == nil {
		err = client.DialAndSendWithContext(ctx, written)
	}
	return undelivered(msg.Email, err)
}

// written is a message as mail. The library encodes each header; names and subjects
// are one line before that.
func (m mailer) written(msg Message, from *mail.Address) (*gomail.Msg, error) {
	out := gomail.NewMsg(gomail.WithCharset(gomail.CharsetUTF8), gomail.WithEncoding(gomail.EncodingQP), gomail.WithNoDefaultUserAgent())
	if err := out.FromFormat(from.Name, from.Address); err != nil {
		return nil, wrong(smtpFrom, finding.Problem(err))
	}
	if err := out.AddToFormat(msg.Name, msg.Email); err != nil {
		return nil, undelivered(msg.Email, err)
	}
	_, domain, _ := strings.Cut(from.Address, "@")
	out.Subject(msg.Subject)
	out.SetDateWithValue(m.Now())
	out.SetMessageIDWithValue(msg.Key() + "@" + domain)
	out.SetGenHeader("Auto-Submitted", "auto-generated")
	out.SetBodyString(gomail.TypeTextPlain, strings.ReplaceAll(msg.Text(), "\n", "\r\n"))
	return out, nil
}

func missing(name string) error {
	return &finding.Fault{Message: finding.Say("%s is not set", name), Hint: finding.Say("docs/notify.md lists what each channel needs in the environment")}
}

func wrong(name string, want finding.Sentence) error {
	return &finding.Fault{Message: finding.Say("%s has a value that cannot be used", name), Hint: finding.Say("write: %s", want)}
}

// undelivered is the fault about a message that was not taken; nil for none.
func undelivered(to string, err error) error {
	if err == nil {
		return nil
	}
	return &finding.Fault{Message: finding.Say("%s did not get the message: %s", to, finding.Problem(err)), Hint: finding.Say("the same command sends it again, with the same Message-ID"), Cause: err}
}
