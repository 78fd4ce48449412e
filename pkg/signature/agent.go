package signature

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"github.com/service-catalogue/sc/pkg/finding"
)

// fromAgent is a Signer with a key that the ssh-agent behind the Unix socket holds.
// It asks the agent at once whether it does. Errors: a finding.Fault when the
// agent is not reachable or does not hold the key.
func fromAgent(ctx context.Context, socket string, key Key) (Signer, error) {
	keys, err := agentKeys(ctx, socket)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(keys, key) {
		return nil, agentLacks(key)
	}
	return agentSigner(socket, key), nil
}

func agentSigner(socket string, key Key) Signer {
	raw := func(ctx context.Context, data []byte) (*ssh.Signature, error) {
		_, pub, err := readKey([]byte(key.blob))
		if err != nil {
			return nil, err
		}
		flags := agent.SignatureFlags(0)
		if key.Type() == ssh.KeyAlgoRSA {
			flags = agent.SignatureFlagRsaSha512
		}
		var sig *ssh.Signature
		err = withAgent(ctx, socket, func(a agent.ExtendedAgent) error {
			if sig, err = a.SignWithFlags(pub, data, flags); err != nil {
				return agentRefuses(key, err)
			}
			return nil
		})
		return sig, err
	}
	return signer{key: key, raw: raw}
}

// agentKeys lists the agent's keys that format 1 accepts, in the agent's order.
// A locked agent lists none; it is a fault if there are only such as are not accepted.
func agentKeys(ctx context.Context, socket string) ([]Key, error) {
	var keys []Key
	var refused error
	err := withAgent(ctx, socket, func(a agent.ExtendedAgent) error {
		listed, err := a.List()
		if err != nil {
			return agentSilent(socket, err)
		}
		for _, l := range listed {
			if key, _, err := readKey(l.Blob); err == nil {
				keys = append(keys, key)
			} else if errors.Is(err, ErrAlgorithm) && refused == nil {
				refused = err
			}
		}
		return nil
	})
	if err == nil && len(keys) == 0 && refused != nil {
		err = &finding.Fault{Message: finding.Say("the ssh-agent holds no key that can be used: %s", refused), Hint: adviceOf(refused), Cause: refused}
	}
	return keys, err
}

// withAgent calls use with a connection that breaks when ctx is done, since an
// agent may wait for a person's confirmation for ever.
func withAgent(ctx context.Context, socket string, use func(agent.ExtendedAgent) error) error {
	if socket == "" {
		return &finding.Fault{
			Message: finding.Say("no ssh-agent is running"),
			Hint:    finding.Say("start one and add your key: eval \"$(ssh-agent)\" && ssh-add"),
		}
	}
	conn, err := new(net.Dialer).DialContext(ctx, "unix", socket)
	if err != nil {
		return agentSilent(socket, err)
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	if err := use(agent.NewClient(conn)); err != nil {
		if ctx.Err() != nil {
			return fmt.Errorf("ask the ssh-agent: %w", ctx.Err())
		}
		return err
	}
	return nil
}

func agentSilent(socket string, err error) error {
	return &finding.Fault{
		Message: finding.Say("the ssh-agent at %s does not answer", socket),
		Hint:    finding.Say("check SSH_AUTH_SOCK; \"ssh-add -l\" must work"),
		Cause:   err,
	}
}

func agentLacks(key Key) error {
	return &finding.Fault{
		Message: finding.Say("the ssh-agent does not hold the key %s", key.Fingerprint()),
		Hint:    finding.Say("add it with \"ssh-add FILE\"; a locked agent shows no keys: unlock it with \"ssh-add -X\""),
	}
}

func agentRefuses(key Key, err error) error {
	return &finding.Fault{
		Message: finding.Say("the ssh-agent refuses to sign with the key %s", key.Fingerprint()),
		Hint:    finding.Say("it may be locked (\"ssh-add -X\" unlocks it), or a confirmation or touch was not given"),
		Cause:   err,
	}
}
