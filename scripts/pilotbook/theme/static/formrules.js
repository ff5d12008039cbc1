// What is wrong with a record that a form holds: what the record's own declaration asks (declaration.js, made by rules/form.py), and what
// both gates look for. Rule names and words are the checker's; a test holds both equal. It knows nothing of the page.
// A record is what its file holds: objects, lists, and text for every single value.
/* exported formrules */
/* global formcounts, formprivate */
"use strict";

const formrules = (() => {
  /** @type {FormDeclaration | null} */
  let declared = null;
  const TRUTH = ["yes", "no", "true", "false", "on", "off", "y", "n", "t", "f", "1", "0"];
  const LISTS = ["groups", "choices", "references", "texts", "ids"];
  const LISTED = 30;
  const HIDDEN = /[\p{Cc}\p{Cs}\p{Co}\p{Cf}\p{Zl}\p{Zp}]/gu;

  /** @param {FormDeclaration} declaration */
  function receive(declaration) {
    declared = declaration;
  }

  // ---- What a record holds

  /**
   * @param {unknown} value
   * @returns {value is Record<string, any>}
   */
  const isGroup = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

  /**
   * Give a value without what is blank in it; undefined where nothing is left. Texts are given without the blanks around them.
   * @param {any} value
   * @returns {any}
   */
  function pruned(value) {
    if (typeof value === "string") return value.trim() || undefined;
    if (Array.isArray(value)) {
      const kept = value.map(pruned).filter((each) => each !== undefined);
      return kept.length ? kept : undefined;
    }
    if (!isGroup(value)) return value;
    const kept = Object.entries(value).map(([name, inner]) => [name, pruned(inner)]).filter(([, inner]) => inner !== undefined);
    return kept.length ? Object.fromEntries(kept) : undefined;
  }

  /**
   * Give the model that a group is of: the reason why there is nothing, the other that may stand there, or its own.
   * @param {FormField} field
   * @param {any} value
   */
  function modelOf(field, value) {
    if (field.reason && isGroup(value) && "missing" in value) return "Missing";
    return field.or && isGroup(value) && "text" in value ? field.or : field.model ?? "";
  }

  /**
   * Give every group of a record with its path and model, the record itself first. What has not the shape of a group is passed over.
   * @param {Record<string, any>} record
   * @param {FormDeclaration} declaration
   * @returns {FormPart[]}
   */
  function partsOf(record, declaration) {
    /** @type {FormPart[]} */
    const found = [];
    const gather = (/** @type {string} */ model, /** @type {any} */ item, /** @type {FormPath} */ path) => {
      if (!isGroup(item) || !declaration.models[model]) return;
      found.push({ model, item, path });
      for (const field of declaration.models[model].fields) {
        const value = item[field.name];
        if (Array.isArray(value)) {
          if (field.kind === "groups") value.forEach((entry, index) => gather(modelOf({ ...field, reason: false }, entry), entry, [...path, field.name, index]));
        } else if (value !== undefined) gather(modelOf(field, value), value, [...path, field.name]);
      }
    };
    gather(declaration.root, record, []);
    return found;
  }

  /**
   * Give every text of a record: its path, the field that holds it, and the words.
   * @param {FormPart[]} parts
   * @param {FormDeclaration} declaration
   * @returns {FormText[]}
   */
  const textsOf = (parts, declaration) =>
    parts.flatMap((part) =>
      declaration.models[part.model].fields.flatMap((field) => {
        const value = part.item[field.name];
        const path = [...part.path, field.name];
        if (typeof value === "string") return [{ path, field, text: value, part }];
        return Array.isArray(value) ? value.flatMap((text, index) => (typeof text === "string" ? [{ path: [...path, index], field, text, part }] : [])) : [];
      }),
    );

  /**
   * Give the entries of a list of the record: "sources", "context.figures".
   * @param {any} record
   * @param {string} name
   * @returns {Record<string, any>[]}
   */
  function entries(record, name) {
    const value = name.split(".").reduce((item, step) => (isGroup(item) ? item[step] : undefined), record);
    return Array.isArray(value) ? value.filter(isGroup) : [];
  }

  /**
   * Give what a reference may lead to: [label, what is called so].
   * @param {any} record
   * @param {FormField} field
   * @returns {[string, string][]}
   */
  const targets = (record, field) =>
    (field.to ?? []).flatMap((name) => {
      if (name === "qualitative") return [/** @type {[string, string]} */ ([name, "what people said"])];
      const told = entries(record, name).filter(({ id }) => typeof id === "string" && id);
      return told.map((entry) => /** @type {[string, string]} */ ([entry.id, String(entry.title ?? entry.label ?? entry.name ?? entry.question?.text ?? entry.words ?? "")]));
    });

  /**
   * Give the next free label of a list: "S3". A list whose labels are short names has none.
   * @param {any} record
   * @param {string} name
   * @param {FormDeclaration} declaration
   */
  function nextLabel(record, name, declaration) {
    const field = name.split(".").reduce(
      (/** @type {FormField | undefined} */ holder, step) => declaration.models[holder?.model ?? declaration.root].fields.find((each) => each.name === step), undefined);
    const letter = declaration.models[field?.model ?? ""]?.fields.find((each) => each.kind === "label")?.pattern?.match(/^\^([A-Z]+)/)?.[1];
    const numbers = entries(record, name).map(({ id }) => Number(String(id ?? "").match(/\d+$/)?.[0] ?? 0));
    return letter ? `${letter}${Math.max(0, ...numbers) + 1}` : "";
  }

  /**
   * Give the rules that look at a field only once it is sent.
   * @param {FormField} field
   * @param {FormDeclaration} declaration
   */
  const sent = (field, declaration) => declaration.rules.sentOf[field.kind] ?? [];

  // ---- Every problem

  /**
   * Give what is wrong with a record, in the order of the form. No message holds a private value.
   * @param {Record<string, any>} record
   * @param {FormDeclaration} declaration
   * @returns {FormProblem[]}
   */
  function problems(record, declaration) {
    const parts = partsOf(record, declaration);
    const texts = textsOf(parts, declaration);
    const { found, values } = personal(texts, declaration);
    const isHidden = values.length ? formprivate.hidden(values) : () => false;
    const others = [
      ...ofGroup(record, { name: "", label: "The record", help: "", kind: "group", model: declaration.root }, [], declaration),
      ...texts.flatMap((text) => ofText(text, declaration)),
      ...labels(record, parts, declaration),
      ...fewPeople(record, parts, texts, declaration),
    ];
    return inOrder([...found, ...others.map((problem) => (isHidden(`${problem.what} ${problem.mend}`) ? veiled(problem) : problem))], record, declaration);
  }

  /** @param {FormProblem} problem */
  const veiled = (problem) => ({ ...problem, what: "what is wrong here cannot be told without repeating what is private", mend: "Take out what is private." });

  /**
   * Sort problems as the form has their fields; drop what is said twice.
   * @param {FormProblem[]} found
   * @param {any} record
   * @param {FormDeclaration} declaration
   */
  function inOrder(found, record, declaration) {
    const place = (/** @type {FormPath} */ path) => {
      /** @type {FormField | undefined} */
      let holder;
      let value = record;
      let reason = false;
      return path.map((step) => {
        value = value?.[step];
        if (typeof step === "number") return step;
        const model = reason ? "Missing" : holder?.model ?? declaration.root;
        const at = declaration.models[model]?.fields.findIndex((field) => field.name === step) ?? -1;
        holder = declaration.models[model]?.fields[at];
        reason = holder?.reason === true && isGroup(value) && "missing" in value;
        return at;
      });
    };
    const keyed = found.map((problem, number) => ({ problem, number, key: place(problem.path) }));
    keyed.sort((one, other) => compared(one.key, other.key) || one.number - other.number);
    const told = new Set();
    return keyed.map(({ problem }) => problem).filter(({ path, rule, what }) => {
      const key = JSON.stringify([path, rule, what]);
      return !told.has(key) && told.add(key);
    });
  }

  /**
   * @param {number[]} one
   * @param {number[]} other
   */
  function compared(one, other) {
    const at = one.findIndex((step, index) => step !== other[index]);
    return at < 0 ? one.length - other.length : one[at] - (other[at] ?? -1);
  }

  // ---- What the declaration asks

  /**
   * @param {FormPath} path
   * @param {string} rule
   * @param {string} what
   * @param {string} mend
   * @returns {FormProblem}
   */
  const problem = (path, rule, what, mend) => ({ path, rule, what, mend });

  /** @param {string} text */
  function shown(text) {
    const line = text.split(/\s+/).filter(Boolean).join(" ");
    return [...line].length <= 60 ? `'${line}'` : `'${[...line].slice(0, 59).join("")}…'`;
  }

  /**
   * @param {any} value
   * @param {FormField} field
   * @param {FormPath} path
   * @param {FormDeclaration} declaration
   * @returns {FormProblem[]}
   */
  function ofGroup(value, field, path, declaration) {
    if (!isGroup(value)) return [misshapen(value, field, path, "fields")];
    const models = [field.model ?? "", ...(field.or ? [field.or] : []), ...(field.reason ? ["Missing"] : [])];
    const { fields } = declaration.models[modelOf(field, value)];
    const inside = fields.filter(({ name }) => value[name] !== undefined).flatMap((each) => ofField(value[each.name], each, [...path, each.name], declaration));
    return [...names(value, fields, models, field, path, declaration), ...inside];
  }

  /**
   * Give the fields that a group has too many, and those that it lacks.
   * @param {Record<string, any>} value
   * @param {FormField[]} fields
   * @param {string[]} models what may stand there
   * @param {FormField} field
   * @param {FormPath} path
   * @param {FormDeclaration} declaration
   */
  function names(value, fields, models, field, path, declaration) {
    const own = new Set(fields.map(({ name }) => name));
    const known = new Set(models.flatMap((model) => declaration.models[model].fields.map(({ name }) => name)));
    const written = Object.keys(value).filter((name) => value[name] !== undefined);
    const unknown = written.filter((name) => !own.has(name));
    const foreign = unknown.filter((name) => known.has(name));
    const kept = ["missing", "text", ...written].find((name) => written.includes(name) && own.has(name));
    if (foreign.length && kept) {
      const what = `'${field.label}' has both '${kept}' and '${foreign[0]}'`;
      return [problem([...path, foreign[0]], "mixed", what, "Keep one kind: what is known, or the reason why it is not.")];
    }
    if (unknown.includes("missing") && !known.has("missing")) {
      return [problem([...path, "missing"], "mixed", `'${field.label}' takes no reason why it is missing`, "Fill it in, or leave it out.")];
    }
    const lacking = fields.filter((each) => each.required && value[each.name] === undefined);
    const strange = models.length > 1 && lacking.length ? [] : unknown;
    return [
      ...strange.map((name) => problem([...path, name], "field", `${shown(name)} is not a field here`, "Remove it.")),
      ...lacking.map((each) => {
        const why = each.reason ? ", or say why it is not known" : "";
        return problem([...path, each.name], "required", `'${each.label}' is missing`, `Fill it in${why}. (${each.help})`);
      }),
    ];
  }

  /**
   * @param {any} value
   * @param {FormField} field
   * @param {FormPath} path
   * @param {string} wanted
   */
  function misshapen(value, field, path, wanted) {
    const given = typeof value === "string" ? `the text ${shown(value)}` : Array.isArray(value) ? "a list" : "fields";
    return problem(path, "shape", `'${field.label}' must hold ${wanted}, not ${given}`, "Fill it in anew.");
  }

  /**
   * @param {any} value
   * @param {FormField} field
   * @param {FormPath} path
   * @param {FormDeclaration} declaration
   * @returns {FormProblem[]}
   */
  function ofField(value, field, path, declaration) {
    const isReason = field.reason && isGroup(value) && "missing" in value;
    if (isReason || field.kind === "group") return [...ofGroup(value, field, path, declaration), ...tooManyWords(value, field, path)];
    if (!LISTS.includes(field.kind)) return ofOne(value, field, path, declaration);
    const list = field.kind === "ids" && typeof value === "string" ? [value] : value;
    if (!Array.isArray(list)) return [misshapen(value, field, path, "a list")];
    const found = list.flatMap((entry, index) => {
      const place = [...path, index];
      const called = { ...field, label: `${field.label} ${index + 1}`, reason: false };
      return field.kind === "groups" ? ofGroup(entry, called, place, declaration) : ofOne(entry, called, list === value ? place : path, declaration);
    });
    const least = field.least ?? 0;
    if (list.length >= least) return found;
    const what = list.length ? `'${field.label}' has ${list.length} of the ${least} entries it needs` : `'${field.label}' is empty`;
    return [problem(path, "length", what, list.length ? "Add another." : "Add one."), ...found];
  }

  /**
   * Give the problem of words in a group whose help says how many there may be.
   * @param {any} value
   * @param {FormField} field
   * @param {FormPath} path
   */
  function tooManyWords(value, field, path) {
    const count = field.words && isGroup(value) && typeof value.text === "string" ? wordCount(value.text) : 0;
    if (!field.words || count <= field.words) return [];
    return [problem([...path, "text"], "word-limit", `'${field.label}' has ${count} words; the limit is ${field.words}`, `Cut it to ${field.words} words.`)];
  }

  /** @param {string} text */
  const wordCount = (text) => text.split(/\s+/).filter(Boolean).length;

  /**
   * @param {any} value
   * @param {FormField} field
   * @param {FormPath} path
   * @param {FormDeclaration} declaration
   * @returns {FormProblem[]}
   */
  function ofOne(value, field, path, declaration) {
    if (typeof value !== "string") return [misshapen(value, field, path, "one value")];
    const text = value.trim();
    if (!text) return [problem(path, "empty", "nothing is written here", "Give a value, or leave the field out; a fact may have a reason instead.")];
    const told = (/** @type {string} */ rule, /** @type {string} */ what, /** @type {string} */ mend) => [problem(path, rule, `'${field.label}': ${what}`, mend)];
    const { kind } = field;
    if (kind === "choice" || kind === "choices") return ofChoice(value, field, path, declaration);
    if (kind === "date" || kind === "when") return ofDate(text, kind).flatMap(([what, mend]) => told("date", what, mend));
    if (kind === "number" || kind === "whole") return ofNumber(text, field, path);
    if (kind === "address") return isAddress(text) ? [] : told("url", `${shown(text)} is not a web address`, "Copy the whole address, beginning with https://.");
    if (field.pattern && !new RegExp(field.pattern, "u").test(text)) return ofPattern(text, field).flatMap(([rule, what, mend]) => told(rule, what, mend));
    if (isName(field) && !isSlug(text, declaration)) return told("slug", ...noSlug(text));
    return ofLength(text, field, path);
  }

  /**
   * @param {string} value
   * @param {FormField} field
   * @param {FormPath} path
   * @param {FormDeclaration} declaration
   */
  function ofChoice(value, field, path, declaration) {
    const key = field.choices ?? "";
    const codes = declaration.choices[key].map(([code]) => code);
    if (codes.includes(value.trim()) || (key === "truth" && TRUTH.includes(value.trim().toLowerCase()))) return [];
    if (key in declaration.lists) return [problem(path, "vocabulary", `'${field.label}': ${shown(value)} is not in the list`, "Choose one of the list; what is not in it is asked for in a note to the editors.")];
    return [problem(path, "choice", `'${field.label}' is ${shown(value)}`, oneOf(codes))];
  }

  /** @param {string[]} words */
  const oneOf = (words) => `Choose one of: ${words.slice(0, LISTED).join(", ")}${words.length > LISTED ? ` … (${words.length} in all)` : ""}.`;

  /**
   * Give what is wrong with a date: [what, mend].
   * @param {string} text
   * @param {string} kind
   * @returns {[string, string][]}
   */
  function ofDate(text, kind) {
    const [, year, month = "01", day = "01"] = text.match(/^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?$/) ?? [];
    if (!year || !isDay(Number(year), Number(month), Number(day))) return [[`${shown(text)} is not a date`, mendDate(text)]];
    if (Number(year) < 1900 || Number(year) > 2100) return [[`the year ${Number(year)} cannot be right`, "Check the year."]];
    return kind === "date" && text.length !== 10 ? [[`'${text}' lacks a day`, "Write year, month and day, such as 2026-11-21."]] : [];
  }

  /**
   * @param {number} year
   * @param {number} month
   * @param {number} day
   */
  const isDay = (year, month, day) => year > 0 && month > 0 && month < 13 && day > 0 && day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();

  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

  /**
   * Say how a date is written: a year of two halves by its first, a month in words by its number.
   * @param {string} text
   */
  function mendDate(text) {
    const [, first, second] = text.match(/^(?:[a-z ]*?)((?:19|20)[0-9]{2}) ?[-/–] ?((?:19|20)?[0-9]{2})$/i) ?? [];
    if (first && Number(second.slice(-2)) === (Number(first) + 1) % 100) return `For the year ${first} to ${Number(first) + 1} write ${first}.`;
    const [, day, month, year] = text.match(/^(?:([0-9]{1,2})(?:st|nd|rd|th)? )?([A-Z][a-z]{2})[a-z]*\.? ((?:19|20)[0-9]{2})$/) ?? [];
    const number = MONTHS.indexOf(month) + 1;
    if (number && isDay(Number(year), number, Number(day ?? 1))) return `Write ${year}-${String(number).padStart(2, "0")}${day ? `-${day.padStart(2, "0")}` : ""}.`;
    return "Write as much as is known: 2025, 2025-07 or 2025-07-16.";
  }

  /**
   * @param {string} text
   * @param {FormField} field
   * @param {FormPath} path
   */
  function ofNumber(text, field, path) {
    const pattern = field.kind === "whole" ? /^[0-9]{1,15}$/ : /^-?[0-9]{1,15}(\.[0-9]{1,10})?$/;
    const kind = field.kind === "whole" ? "whole number" : "number";
    if (!pattern.test(text)) return [problem(path, "number", `'${field.label}': ${shown(text)} is not a ${kind}`, mendNumber(text, pattern))];
    const value = Number(text);
    /** @type {[boolean, string][]} */
    const bounds = [
      [field.low !== undefined && value < field.low, `${field.low} or more`], [field.high !== undefined && value > field.high, `${field.high} or less`],
      [field.above !== undefined && value <= field.above, `more than ${field.above}`], [field.below !== undefined && value >= field.below, `less than ${field.below}`],
    ];
    const broken = bounds.find(([isBroken]) => isBroken);
    return broken ? [problem(path, "range", `'${field.label}' is ${shown(text)}`, `It must be ${broken[1]}; check the number.`)] : [];
  }

  /**
   * Say how a number is written; one that could mean two things is never chosen for the author.
   * @param {string} text
   * @param {RegExp} pattern
   */
  function mendNumber(text, pattern) {
    const bare = text.replace(/[−–]/g, "-").replace(/(?<=[0-9])[,\s](?=[0-9]{3}(?![0-9]))/g, "").replace(/^(-?)(?=\.[0-9])/, "$10");
    if (pattern.test(bare)) return `Write ${bare}.`;
    const number = bare.match(/^[^0-9]*(-?[0-9]+(?:\.[0-9]+)?)[^0-9]*$/)?.[1];
    if (/^(?:\*+|\[?c\]?|suppressed|withheld|redacted|<.*)$/i.test(bare)) return "Say that it is withheld because the numbers are small, if the source hides it; else write the number, and how the source softens it in a field of its own.";
    return number && pattern.test(number) ? `Write ${number}; a unit, and a word such as 'about', have fields of their own.` : "Write digits only, such as 1250.";
  }

  /**
   * Say whether a text is a whole http address of a public host, without a user name and in plain letters.
   * @param {string} text
   */
  function isAddress(text) {
    const [, host = "", port = ""] = text.match(/^https?:\/\/([^/?#@:]*)(?::([0-9]*))?(?:[/?#]|$)/i) ?? [];
    const isPort = port === "" || (Number(port) > 0 && Number(port) <= 65535);
    const isHost = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(host.toLowerCase());
    return isHost && isPort && [...text].length <= 2000 && !/[\s<>"{}|\\^`]/.test(text);
  }

  /**
   * Say what is wrong with a text that does not have the form of its kind: [rule, what, mend].
   * @param {string} text
   * @param {FormField} field
   * @returns {[string, string, string][]}
   */
  function ofPattern(text, field) {
    if (isName(field)) return [["slug", ...noSlug(text)]];
    if (field.kind === "language") return [["language", `${shown(text)} is not a language`, "Write its short code (BCP 47), such as 'cy' for Welsh or 'en-GB'."]];
    if (field.kind.startsWith("id")) return [["id", `${shown(text)} is not an id`, "It looks like TLG-C-7KD3 for a case and TLG-L-2M9X for a lesson."]];
    const letter = field.pattern?.match(/[A-Z]+/)?.[0];
    return [["id", `${shown(text)} is not a label of this kind`, `Write ${letter} and a number, such as ${letter}1.`]];
  }

  /** @param {FormField} field */
  const isName = (field) => field.pattern?.startsWith("^[a-z0-9]+") === true;

  /**
   * @param {string} text
   * @returns {[string, string]}
   */
  const noSlug = (text) => [`${shown(text)} is not a short name`, "Use small letters, digits and hyphens, such as 'leeds-city-council'."];

  /**
   * @param {string} text
   * @param {FormDeclaration} declaration
   */
  const isSlug = (text, declaration) => text.length >= 3 && text.length <= 64 && !/^\d+$/.test(text) && !declaration.texts.reserved.includes(text);

  /**
   * @param {string} text
   * @param {FormField} field
   * @param {FormPath} path
   */
  function ofLength(text, field, path) {
    const [count, words] = [[...text].length, wordCount(text)];
    if (field.most && count > field.most) {
      const [has, most] = [count, field.most].map((number) => number.toLocaleString("en-GB"));
      return [problem(path, "length", `'${field.label}' has ${has} characters; the limit is ${most}`, `Cut it to ${most} characters.`)];
    }
    if (!field.words || words <= field.words) return [];
    return [problem(path, "length", `'${field.label}': the text has ${words} words; the limit is ${field.words}`, `Cut it to ${field.words} words.`)];
  }

  // ---- What no text may hold

  /**
   * @param {FormText} text
   * @param {FormDeclaration} declaration
   */
  function ofText({ path, field, text }, { texts }) {
    const hidden = [...text.matchAll(HIDDEN)].map(([sign]) => sign.codePointAt(0) ?? 0).find((code) => code !== 9 && code !== 10 && !texts.seen.includes(code));
    const long = text.split(/\s+/).find((word) => [...word].length > texts.word && !word.includes("://"));
    const found = [];
    if (hidden !== undefined) {
      const what = `'${field.label}': there is a hidden character, U+${hidden.toString(16).toUpperCase().padStart(4, "0")}`;
      found.push(problem(path, "text-control", what, "Delete the character and type the text around it again."));
    }
    if (long) found.push(problem(path, "text-word", `'${field.label}': the word ${shown([...long].slice(0, 29).join(""))} is longer than ${texts.word} letters`, "Break the word up."));
    return found;
  }

  // ---- Labels

  /**
   * Give labels that stand twice, and those that lead to nothing.
   * @param {any} record
   * @param {FormPart[]} parts
   * @param {FormDeclaration} declaration
   */
  function labels(record, parts, declaration) {
    const twice = parts.flatMap(({ item, model, path }) => declaration.models[model].fields.flatMap((field) => repeated(item[field.name], field, [...path, field.name], declaration)));
    const loose = parts.flatMap(({ item, model, path }) =>
      declaration.models[model].fields.filter((field) => field.known).flatMap((field) => {
        const known = targets(record, field).map(([label]) => label.trim());
        const value = item[field.name];
        const told = Array.isArray(value) ? value.map((label, index) => [label, [...path, field.name, index]]) : [[value, [...path, field.name]]];
        return told.filter(([label]) => isWell(label, field) && !known.includes(label.trim())).map(([label, place]) => {
          const mend = known.length ? oneOf(known) : "Add it first, in its own part of the form.";
          return problem(place, field.known ?? "", `'${field.label}': there is no '${label.trim()}' in this record`, mend);
        });
      }),
    );
    return [...twice, ...loose];
  }

  /**
   * @param {any} label
   * @param {FormField} field
   */
  const isWell = (label, field) => typeof label === "string" && label.trim() !== "" && (!field.pattern || new RegExp(field.pattern, "u").test(label.trim()));

  /**
   * @param {any} list
   * @param {FormField} field
   * @param {FormPath} path
   * @param {FormDeclaration} declaration
   */
  function repeated(list, field, path, declaration) {
    const labelled = field.kind === "groups" && declaration.models[field.model ?? ""].fields.some(({ name }) => name === "id");
    if (!labelled || !Array.isArray(list)) return [];
    const ids = list.map((entry) => (isGroup(entry) && typeof entry.id === "string" ? entry.id.trim() : ""));
    return ids.flatMap((id, index) => {
      if (!id || ids.indexOf(id) === index) return [];
      const mend = /\d$/.test(id) ? "Give it the next free number." : "Use another short name.";
      return [problem([...path, index, "id"], "label", `the label '${id}' is used twice`, mend)];
    });
  }

  // ---- Both gates

  /**
   * Give what is private, and the values that no message may repeat.
   * @param {FormText[]} texts
   * @param {FormDeclaration} declaration
   */
  function personal(texts, declaration) {
    /** @type {FormProblem[]} */
    const found = [];
    /** @type {string[]} */
    const values = [];
    const { kinds, instead } = declaration.private;
    for (const { path, text, field } of texts) {
      for (const { kind, start, end } of formprivate.found(text, declaration.private)) {
        const mend = kind === "secret" ? "Have it changed or revoked where it was given out, now; then take it out." : `${instead[kind] ?? instead[""]}.`;
        found.push(problem(path, kind === "secret" ? "secret" : "personal-data", `'${field.label}': this looks like ${kinds[kind]}, which must not be public`, mend));
        values.push(text.slice(start, end));
      }
    }
    return { found, values };
  }

  /**
   * Give counts of a few people for which the record has no answer.
   * @param {any} record
   * @param {FormPart[]} parts
   * @param {FormText[]} texts
   * @param {FormDeclaration} declaration
   */
  function fewPeople(record, parts, texts, declaration) {
    const told = declaration.counts;
    const open = new Set(entries(record, "sources").filter(({ url, archive_url: copy }) => [url, copy].some((each) => isOpen(each, told))).map(({ id }) => String(id).trim()));
    const covered = new Set(entries(record, "disclosure").flatMap(({ covers }) => (Array.isArray(covers) ? covers.map((name) => String(name).trim()) : [])));
    const stripped = parts.map((part) => ({ ...part, item: trimmed(part.item) }));
    const about = new Set(stripped.filter(({ model, item }) => ["Sample", "Figure"].includes(model) && formcounts.isPeople(String(item.of ?? item.unit ?? ""), told)).flatMap(({ path }) => [whose(path), ""]));
    const seen = new Set();
    const few = [...formcounts.typed(stripped, open, told).map(([path, what]) => ({ path, what, words: "" })), ...inProse(texts, open, about, told)];
    return few.flatMap(({ path, what, words }) => {
      const key = JSON.stringify(path);
      const labelled = path.flatMap((_, index) => labelAt(record, path.slice(0, index + 1)));
      if (seen.has(key) || [...labelled, path[0]].some((name) => covered.has(String(name)))) return [];
      seen.add(key);
      const field = fieldAt(path, parts, declaration);
      const hide = words ? "Leave the number out" : "Say that it is withheld because the numbers are small";
      const mend = `${hide}, or say under 'Small numbers answered for' where this very count is public, or who allows it.`;
      return [problem(path, "small-number", `'${field?.label ?? path[path.length - 1]}' ${what}`, mend)];
    });
  }

  /** @param {Record<string, any>} item */
  const trimmed = (item) => Object.fromEntries(Object.entries(item).map(([name, value]) => [name, typeof value === "string" ? value.trim() : Array.isArray(value) ? value.map((each) => (typeof each === "string" ? each.trim() : each)) : value]));

  /**
   * Say whether anybody can open an address.
   * @param {any} address
   * @param {CountData} told
   */
  const isOpen = (address, told) => typeof address === "string" && address.trim() !== "" && !told.doors.some((door) => address.toLowerCase().includes(door));

  /**
   * Give the label of the entry at a path.
   * @param {any} record
   * @param {FormPath} path
   */
  function labelAt(record, path) {
    const item = path.reduce((value, step) => value?.[step], record);
    return isGroup(item) && typeof item.id === "string" && item.id.trim() ? [item.id.trim()] : [];
  }

  /**
   * @param {FormPath} path
   * @param {FormPart[]} parts
   * @param {FormDeclaration} declaration
   */
  function fieldAt(path, parts, declaration) {
    const names = path.filter((step) => typeof step === "string");
    const name = names[names.length - 1];
    const holder = path.slice(0, path.lastIndexOf(name));
    const part = parts.find((each) => JSON.stringify(each.path) === JSON.stringify(holder));
    return part && declaration.models[part.model].fields.find((field) => field.name === name);
  }

  /**
   * Give the entry that says whom a text in it counts: an outcome, a cost or a figure, or else the record ("").
   * @param {FormPath} path
   */
  function whose(path) {
    if (path[0] === "outcomes" || path[0] === "costs") return JSON.stringify(path.slice(0, 2));
    return path[0] === "context" && path[1] === "figures" ? JSON.stringify(path.slice(0, 3)) : "";
  }

  /**
   * @param {FormText[]} texts
   * @param {Set<string>} open
   * @param {Set<string>} about
   * @param {CountData} told
   */
  function inProse(texts, open, about, told) {
    return texts.flatMap(({ path, field, text, part }) => {
      const { item, model } = part;
      const isProse = field.most !== undefined && !told.notProse.includes(field.name) && path[0] !== "disclosure";
      const sources = Array.isArray(item.source) && model !== "Missing" && model !== "Partner" ? item.source : [];
      const isAnswered = sources.some((label) => open.has(String(label).trim())) || (model === "Source" && open.has(String(item.id ?? "").trim()));
      if (!isProse || (isAnswered && (told.ofFigure.includes(field.name) || (model === "Source" && field.name === "title")))) return [];
      return formcounts.inText(text.trim(), told, about.has(whose(path))).map(({ words, isDerived }) => {
        const how = isDerived ? "lets a few people be worked out" : "counts a few people";
        return { path, words, what: `${how} (1 to ${told.most})` };
      });
    });
  }

  return { declaration: () => declared, nextLabel, problems, pruned, receive, sent, targets };
})();
