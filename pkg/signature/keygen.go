package signature

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/finding"
)

// throughKeygen is a Signer that runs `ssh-keygen -Y sign`, or the program that s names
// in its place. It is the last resort: for hardware keys, and for files that
// this package cannot open. file is a private key's file, or "" for a key that
// only an agent holds.
func throughKeygen(s Settings, file string, key Key) Signer {
	return keygen{settings: s, file: file, key: key}
}

type keygen struct {
	settings Settings
	file     string
	key      Key
}

func (k keygen) Key() Key { return k.key }

// Sign runs the program in the way Git does (a file to sign, FILE.sig as the
// answer), which is the one way that programs made to stand in for ssh-keygen
// under gpg.ssh.program are sure to know.
func (k keygen) Sign(ctx context.Context, namespace string, message []byte) ([]byte, error) {
	dir, err := os.MkdirTemp("", "sc-sign-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for ssh-keygen: %w", err)
	}
	defer os.RemoveAll(dir)
	payload := filepath.Join(dir, "payload")
	if err := os.WriteFile(payload, message, 0o600); err != nil {
		return nil, fmt.Errorf("write what ssh-keygen signs: %w", err)
	}
	args, err := k.args(dir, namespace)
	if err != nil {
		return nil, err
	}
	if err := k.run(ctx, append(args, payload)); err != nil {
		return nil, err
	}
	text, err := os.ReadFile(payload + ".sig")
	if err != nil {
		return nil, fmt.Errorf("read the signature of ssh-keygen: %w", err)
	}
	// On Windows ssh-keygen ends lines with CR LF; Git drops the CR as well.
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	return checked(text, k.key, namespace, message)
}

func (k keygen) args(dir, namespace string) ([]string, error) {
	args := []string{"-Y", "sign", "-n", namespace, "-f"}
	if k.settings.KeygenProgram == "" {
		args = append([]string{"-q"}, args...)
	}
	if k.file != "" {
		return append(args, k.file), nil
	}
	public := filepath.Join(dir, "key.pub")
	if err := os.WriteFile(public, []byte(k.key.String()+"\n"), 0o600); err != nil {
		return nil, fmt.Errorf("write the public key for ssh-keygen: %w", err)
	}
	return append(args, public, "-U"), nil
}

func (k keygen) run(ctx context.Context, args []string) error {
	program := k.settings.KeygenProgram
	if program == "" {
		program = "ssh-keygen"
	}
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = k.settings.Env
	cmd.Stderr = &said
	cmd.WaitDelay = time.Second // for a helper that keeps stderr open
	if k.settings.Prompts != nil {
		// Unchanged, since ssh-keygen asks for a touch only on a terminal.
		cmd.Stderr = k.settings.Prompts
	}
	err := cmd.Run()
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("run %s: %w", program, ctx.Err())
	case errors.Is(err, exec.ErrNotFound):
		return &finding.Fault{
			Message: finding.Say("%s is not installed", program),
			Hint:    finding.Say("install OpenSSH, or use a key that needs no hardware"),
			Cause:   err,
		}
	}
	return &finding.Fault{
		Message: finding.Say("%s did not sign with the key %s", program, k.key.Fingerprint()),
		Hint:    finding.Say("try it by hand: ssh-keygen -Y sign -n test -f KEY FILE"),
		Cause:   fmt.Errorf("%w: %s", err, strings.TrimSpace(said.String())),
	}
}
