package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// deed is a commit before it is written; all of it can be changed.
type deed struct {
	w                       *workshop
	tree                    string
	parents                 []string
	author, committer       string
	headers                 string // lines behind the committer's
	message                 string
	signer, namespace, hash string // no signer, no signature
	armor                   func(string) string
}

// read gives a commit as a deed.
func (w *workshop) read(commit string) *deed {
	head, message, _ := strings.Cut(w.objects[commit].data, "\n\n")
	d := &deed{w: w, message: message, namespace: "git", hash: "sha512", armor: func(s string) string { return s }}
	for line := range strings.SplitSeq(head, "\n") {
		key, value, _ := strings.Cut(line, " ")
		switch key {
		case "tree":
			d.tree = value
		case "parent":
			d.parents = append(d.parents, value)
		case "author":
			d.author = value
		case "committer":
			d.committer = value
		}
	}
	d.signer = d.get("SC-Actor")
	return d
}

// entry is the commit of the entry with a number, as a deed.
func (w *workshop) entry(n int) *deed { return w.read(w.numbered(n)) }

func (w *workshop) numbered(n int) string {
	for commit := w.tip(); commit != ""; {
		d := w.read(commit)
		if d.get("SC-Entry") == fmt.Sprint(n) {
			return commit
		}
		commit = slices.Concat(d.parents, []string{"", ""})[0]
	}
	w.t.Fatalf("there is no entry %d", n)
	return ""
}

func (d *deed) get(key string) string {
	_, rest, _ := strings.Cut("\n"+d.message, "\n"+key+": ")
	value, _, _ := strings.Cut(rest, "\n")
	return value
}

// set changes a trailer.
func (d *deed) set(key, value string) *deed {
	return d.say(key+": "+d.get(key)+"\n", key+": "+value+"\n")
}

// say changes a text of the message, which must be there.
func (d *deed) say(old, with string) *deed {
	if !strings.Contains(d.message, old) {
		d.w.t.Fatalf("the message has no %q:\n%s", old, d.message)
	}
	d.message = strings.Replace(d.message, old, with, 1)
	return d
}

// file changes or makes a file below the root, and seals.
func (d *deed) file(path, text string) *deed {
	return d.node(path, "100644", d.w.put("blob", text))
}

func (d *deed) node(path, mode, id string) *deed {
	d.tree = d.w.with(d.tree, "catalogue/"+path, mode, id)
	return d.seal()
}

// edit changes a text that stands in a file below the root, and seals.
func (d *deed) edit(path, old, with string) *deed {
	text := d.w.objects[d.w.files(d.tree, "")["catalogue/"+path]].data
	if !strings.Contains(text, old) {
		d.w.t.Fatalf("%s has no %q:\n%s", path, old, text)
	}
	return d.file(path, strings.Replace(text, old, with, 1))
}

// seal makes SC-Record and SC-Content what the tree asks for.
func (d *deed) seal() *deed {
	before := map[string]string{}
	if len(d.parents) > 0 {
		before = d.w.files(d.w.read(d.parents[0]).tree, "")
	}
	after, records, lines := d.w.files(d.tree, ""), "", ""
	for _, path := range slices.Sorted(maps.Keys(after)) {
		name, inside := strings.CutPrefix(path, "catalogue/")
		if after[path] == before[path] || !inside {
			continue
		}
		lines += fmt.Sprintf("%x  %s\n", sha256.Sum256([]byte(d.w.objects[after[path]].data)), name)
		if !strings.HasPrefix(name, "services/") {
			records += "SC-Record: " + name + "\n"
		}
	}
	d.message = regexp.MustCompile(`(?m)^SC-Record: .*\n`).ReplaceAllString(d.message, "")
	d.say("SC-Actor: ", records+"SC-Actor: ")
	return d.set("SC-Content", digest([]byte(lines)))
}

// follow makes the entry the one behind another commit and another entry.
func (d *deed) follow(parent, entry string) *deed {
	last := d.w.read(entry)
	var n int
	_, err := fmt.Sscan(last.get("SC-Entry"), &n)
	d.w.check(err)
	d.parents = []string{parent}
	d.set("SC-Entry", fmt.Sprint(n+1))
	return d.set("SC-Previous", digest([]byte(d.w.objects[entry].data)))
}

// commit signs and writes it.
func (d *deed) commit() string {
	head := "tree " + d.tree + "\n"
	for _, p := range d.parents {
		head += "parent " + p + "\n"
	}
	head += "author " + d.author + "\ncommitter " + d.committer + "\n" + d.headers
	if d.signer == "" {
		return d.w.put("commit", head+"\n"+d.message)
	}
	armor := d.armor(signedBy(d.signer, d.namespace, d.hash, head+"\n"+d.message))
	header := "gpgsig " + strings.ReplaceAll(strings.TrimSuffix(armor, "\n"), "\n", "\n ") + "\n"
	return d.w.put("commit", head+header+"\n"+d.message)
}

// land makes it the tip.
func (d *deed) land() string {
	d.w.refs[ledgerBranch] = d.commit()
	return d.w.tip()
}

// sign is what ssh-keygen -Y sign writes.
func signedBy(person, namespace, hash, payload string) string {
	seed := sha256.Sum256([]byte("sc test " + person))
	private := ed25519.NewKeyFromSeed(seed[:])
	sum := sha512.Sum512([]byte(payload))
	hashed := sum[:]
	if hash == "sha256" {
		short := sha256.Sum256([]byte(payload))
		hashed = short[:]
	}
	said := "SSHSIG" + sshText(namespace, "", hash, string(hashed))
	public := sshText("ssh-ed25519", string(private.Public().(ed25519.PublicKey)))
	signature := sshText("ssh-ed25519", string(ed25519.Sign(private, []byte(said))))
	return wrapped("SSHSIG\x00\x00\x00\x01" + sshText(public, namespace, "", hash, signature))
}

func sshText(texts ...string) string {
	var b []byte
	for _, t := range texts {
		b = append(binary.BigEndian.AppendUint32(b, uint32(len(t))), t...)
	}
	return string(b)
}

func wrapped(blob string) string {
	lines := ""
	for chunk := range slices.Chunk([]byte(base64.StdEncoding.EncodeToString([]byte(blob))), 70) {
		lines += string(chunk) + "\n"
	}
	return "-----BEGIN SSH SIGNATURE-----\n" + lines + "-----END SSH SIGNATURE-----\n"
}

// at is the time of all that the sample company does.
const at = "2026-03-02T09:00:00+08:00"

// next is an entry behind the tip that its person may sign: it changes nothing yet.
func (w *workshop) next(person, action string) *deed {
	last := w.tip()
	for w.read(last).get("SC-Entry") == "" {
		last = w.read(last).parents[0]
	}
	who := map[string][2]string{
		"zhang.wei": {"张伟 <zhang.wei@yunmai.example>", "ops_lead"}, "li.na": {"李娜 <li.na@yunmai.example>", "market_manager"},
		"wang.fang": {"王芳 <wang.fang@yunmai.example>", "sales"}, "zhao.min": {"赵敏 <zhao.min@yunmai.example>", "ops_lead"},
	}[person]
	d := w.read(last)
	if d.get("SC-Ledger") == "" {
		d.say("SC-Root: "+d.get("SC-Root")+"\nSC-Tags: "+d.get("SC-Tags")+"\n", "").say("SC-Format: 1\n", "SC-Format: 1\nSC-Ledger: "+digest([]byte(w.objects[last].data))+"\n")
		d.say("SC-Content: ", "SC-Previous: \nSC-Content: ")
	}
	d.follow(w.tip(), last)
	d.tree, d.signer = w.read(w.tip()).tree, person
	d.author = who[0] + " 1772413200 +0800"
	d.committer = d.author
	d.message = "by hand\n\n" + d.message[strings.Index(d.message, "SC-Format: "):]
	return d.set("SC-Action", action).set("SC-Actor", person).set("SC-Role", who[1])
}

// event adds one to a requirement, with more lines, each below the step.
func (d *deed) event(request, step string, more ...string) *deed {
	text := fmt.Sprintf("  - step: %s\n    by: %s\n    role: %s\n    at: %q\n    entry: %s\n", step, d.get("SC-Actor"), d.get("SC-Role"), at, d.get("SC-Entry"))
	for _, line := range more {
		text += "    " + line + "\n"
	}
	path := "requests/" + request[4:8] + "/" + request + ".yaml"
	return d.file(path, d.text(path)+text)
}

// text is a file of the deed's tree below the root.
func (d *deed) text(path string) string {
	return d.w.objects[d.w.files(d.tree, "")["catalogue/"+path]].data
}

func unwrapped(armor string) string {
	lines := strings.Split(armor, "\n")
	blob, err := base64.StdEncoding.DecodeString(strings.Join(lines[1:len(lines)-2], ""))
	if err != nil {
		panic(err)
	}
	return string(blob)
}

// lie keeps other bytes under an object's name.
func (w *workshop) lie(name, old, with string) {
	o := w.objects[name]
	w.lies = true
	w.objects[name] = object{o.kind, strings.Replace(o.data, old, with, 1)}
	w.made[name] = strings.Replace(w.made[name], old, with, 1)
}

// lose forgets an object that is new.
func (w *workshop) lose(name string) {
	w.lies = true
	delete(w.objects, name)
	delete(w.made, name)
}

// publicKey is a person's key as the procedure lists it.
func publicKey(person string) string {
	seed := sha256.Sum256([]byte("sc test " + person))
	public := ed25519.NewKeyFromSeed(seed[:]).Public().(ed25519.PublicKey)
	return "ssh-ed25519 " + base64.StdEncoding.EncodeToString([]byte(sshText("ssh-ed25519", string(public))))
}

// proof is what "sc key prove" prints for a person, signed with a key of signer.
func proof(signer, person, ledger string) string {
	payload := "sc-key 1\n" + ledger + "\n" + person + "\n" + publicKey(signer) + "\n"
	return base64.StdEncoding.EncodeToString([]byte(unwrapped(signedBy(signer, "sc-key", "sha512", payload))))
}
