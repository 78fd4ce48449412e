package signature

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// ErrNoKey says that no signing key is set and none can be chosen.
var ErrNoKey = errors.New("no signing key is set")

// Settings say which key a person signs with and how to reach it. The zero value
// finds nothing.
type Settings struct {
	SigningKey        string   // path to a private or public key file, or a key itself, with or without key::
	Format            string   // gpg.format where SigningKey is Git's own setting; "" or ssh
	DefaultKeyCommand string   // gpg.ssh.defaultKeyCommand: prints the key where SigningKey is empty
	AgentSocket       string   // SSH_AUTH_SOCK
	Home              string   // what ~/ in SigningKey stands for
	Dir               string   // what a relative SigningKey starts from; "" is the working folder
	KeygenProgram     string   // gpg.ssh.program; "" is ssh-keygen
	Env               []string // environment of the programs run; nil is ours
	// Prompts is where ssh-keygen asks for a touch: the terminal, or nil.
	Prompts io.Writer
	// Passphrase asks for the passphrase of the file at path, which Sign clears
	// after use; nil where nobody can be asked.
	Passphrase func(path string) ([]byte, error)
}

// Find gives the Signer that the settings mean. A private key file signs by
// itself; an encrypted one through the agent if that holds it, else with its
// passphrase, else through ssh-keygen. A public key signs through the agent,
// else with the private file beside it. Without a SigningKey the first key that
// DefaultKeyCommand prints counts, else the only key in the agent. Errors are
// finding.Faults with what to do; ErrNoKey where nothing is set.
func Find(ctx context.Context, s Settings) (Signer, error) {
	if s.Format != "" && s.Format != "ssh" {
		return nil, onlySSH()
	}
	if s.SigningKey == "" {
		return s.findDefault(ctx)
	}
	if line, ok := literal(s.SigningKey); ok {
		return s.findLiteral(ctx, line)
	}
	path := s.path()
	key, private, err := readKeyFile(path)
	if errors.Is(err, fs.ErrNotExist) && looksLikeGPG(s.SigningKey) {
		return nil, onlySSH()
	}
	if err != nil {
		return nil, err
	}
	if private.path == "" {
		return s.findPublic(ctx, path, key)
	}
	return s.findPrivate(ctx, private)
}

func (s Settings) path() string {
	if rest, ok := strings.CutPrefix(s.SigningKey, "~/"); ok {
		return filepath.Join(s.Home, rest)
	}
	if filepath.IsAbs(s.SigningKey) {
		return s.SigningKey
	}
	return filepath.Join(s.Dir, s.SigningKey)
}

func (s Settings) findDefault(ctx context.Context) (Signer, error) {
	line, err := s.defaultKey(ctx)
	if err != nil {
		return nil, err
	}
	if line != "" {
		return s.findLiteral(ctx, line)
	}
	if s.AgentSocket == "" {
		return nil, noKey()
	}
	keys, err := agentKeys(ctx, s.AgentSocket)
	switch {
	case err != nil:
		return nil, err
	case len(keys) == 0:
		return nil, &finding.Fault{
			Message: finding.Say("no signing key is set, and the ssh-agent holds none"),
			Hint:    finding.Say("add it with \"ssh-add FILE\"; a locked agent shows no keys: unlock it with \"ssh-add -X\""),
			Cause:   ErrNoKey,
		}
	case len(keys) > 1:
		return nil, &finding.Fault{
			Message: finding.Say("no signing key is set, and the ssh-agent holds %s keys", len(keys)),
			Hint:    finding.Say("choose one: git config sc.signingkey \"key::%s\"", keys[0].String()),
			Cause:   ErrNoKey,
		}
	}
	return agentSigner(s.AgentSocket, keys[0]), nil
}

func (s Settings) findLiteral(ctx context.Context, line string) (Signer, error) {
	key, err := ParseKey(line)
	if err != nil {
		hint := adviceOf(err)
		if hint.IsZero() {
			hint = finding.Say("set it anew: git config sc.signingkey FILE")
		}
		return nil, &finding.Fault{Message: finding.Say("the signing key that is set cannot be used: %s", err), Hint: hint, Cause: err}
	}
	found, err := fromAgent(ctx, s.AgentSocket, key)
	if err != nil && s.standIn() {
		return throughKeygen(s, "", key), nil
	}
	return found, err
}

// findPublic finds the private half of the public key in the file at path.
func (s Settings) findPublic(ctx context.Context, path string, key Key) (Signer, error) {
	found, agentErr := fromAgent(ctx, s.AgentSocket, key)
	if agentErr == nil {
		return found, nil
	}
	private, err := privateBeside(path, key)
	if err == nil {
		return s.findPrivate(ctx, private)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if s.standIn() {
		return throughKeygen(s, path, key), nil
	}
	return nil, agentErr
}

// privateBeside reads the private file that belongs to a .pub file.
func privateBeside(path string, key Key) (privateFile, error) {
	beside, ok := strings.CutSuffix(path, ".pub")
	if !ok {
		return privateFile{}, fs.ErrNotExist
	}
	_, f, err := readKeyFile(beside)
	if err != nil {
		return f, err
	}
	if f.path == "" {
		return f, notPrivate(beside)
	}
	if f.key.IsZero() {
		f.key = key
	}
	if f.key != key {
		return f, halvesDiffer(beside)
	}
	return f, nil
}

func (s Settings) findPrivate(ctx context.Context, f privateFile) (Signer, error) {
	if f.opens() && !f.encrypted() {
		return f.signer(nil)
	}
	if !f.key.IsZero() {
		if found, err := fromAgent(ctx, s.AgentSocket, f.key); err == nil {
			return found, nil
		}
	}
	if f.opens() && s.Passphrase != nil {
		return f.signer(func() ([]byte, error) { return s.Passphrase(f.path) })
	}
	if f.key.IsZero() {
		return f.signer(nil)
	}
	return throughKeygen(s, f.path, f.key), nil
}

// standIn reports whether ssh-keygen may reach a key that the agent's socket does
// not give us: a program of the user's own, or Windows, where agents listen on
// pipes.
func (s Settings) standIn() bool { return s.KeygenProgram != "" || runtime.GOOS == "windows" }

// literal gives the key line in a setting that is a key and not a path: behind
// key::, or beginning with a key's type, as Git still takes it.
func literal(setting string) (string, bool) {
	if line, ok := strings.CutPrefix(setting, "key::"); ok {
		return line, true
	}
	keyType, _, found := strings.Cut(setting, " ")
	isType := slices.Contains(keyTypes(), keyType) || strings.HasPrefix(keyType, "ssh-")
	return setting, found && isType
}

// looksLikeGPG reports whether a setting names an OpenPGP key, by id, address or
// name, as Git takes it where gpg.format is not ssh.
func looksLikeGPG(setting string) bool {
	id := regexp.MustCompile(`^(0x)?[0-9A-Fa-f]{8,40}!?$`)
	return strings.Contains(setting, "@") || id.MatchString(setting)
}

func onlySSH() error {
	return &finding.Fault{
		Message: finding.Say("the signing key is an OpenPGP or X.509 key; only SSH signatures are used"),
		Hint:    finding.Say("keep it for Git, and set an SSH key: git config sc.signingkey ~/.ssh/id_ed25519"),
		Cause:   ErrNoKey,
	}
}

func noKey() error {
	return &finding.Fault{
		Message: finding.Say("no signing key is set"),
		Hint:    finding.Say("set one: git config sc.signingkey ~/.ssh/id_ed25519; \"ssh-keygen -t ed25519\" makes it"),
		Cause:   ErrNoKey,
	}
}
