/** Mistakes to plant in the built package: a name, what stands there once, and what is put there. */
export const MUTANTS = [
  // How a list is decoded.
  [
    'HTTP API: names are split at commas',
    'separated(list.slice(1, -1), " ",',
    'separated(list.slice(1, -1), ",",',
  ],
  [
    'HTTP API: one bracket is enough',
    '!list.startsWith("[") || !list.endsWith("]")',
    '!list.startsWith("[") && !list.endsWith("]")',
  ],
  [
    'REST API: names are split at white space',
    'separated(list, ",", place);\n}\n\n// src/lib/claim-name',
    'separated(list, " ", place);\n}\n\n// src/lib/claim-name',
  ],
  [
    'REST API: an escaped comma separates',
    'if (list.includes("\\\\,")) return',
    'if (false) return',
  ],
  [
    'REST API: brackets are part of a name',
    'if (list.startsWith("[") && list.endsWith("]"))',
    'if (false)',
  ],
  ['REST API: a JWT authorizer may send text', 'typeof claims.exp === "number"', 'false'],
  [
    'an empty name is dropped',
    'if (names.includes("")) reject(place, "it holds an empty group name");\n  return names;',
    'return names.filter(Boolean);',
  ],
  ['an array may hold anything', '|| typeof list[index] !== "string"', ''],
  [
    'Lambda authorizer: JSON that is not a list is no group',
    'return reject(place, `its JSON is',
    'return [] ?? (`its JSON is',
  ],
  [
    'AppSync: the items of a batch may differ',
    '!isSame(identifyOne(event, policy), first)',
    'false',
  ],
  ['AppSync: the two lists may differ', '!isSame(groups, claims[POOL_CLAIM])', 'false'],
  ['AppSync: null is a fault', 'if (groups === null) return [];', ''],
  // Which event is whose.
  [
    'REST API: an info is no matter',
    'version !== void 0 || info !== void 0) return void 0;\n    return identityOf(claims, PLACE',
    'version !== void 0) return void 0;\n    return identityOf(claims, PLACE',
  ],
  [
    'REST API: a version is no matter',
    'claims === void 0 || version !== void 0 ||',
    'claims === void 0 ||',
  ],
  [
    'AppSync: a requestContext is no matter',
    'if (requestContext !== void 0 || claims === void 0',
    'if (claims === void 0',
  ],
  ['Lambda authorizer: other authorizers count', 'isContext && !isOther', 'isContext'],
  // Whose token it is.
  ['the issuer is not checked', 'if (!isIssuer(iss, isDetected))', 'if (false)'],
  [
    'a host may continue',
    'AWS_DOMAINS.includes(domain)',
    'AWS_DOMAINS.some((known) => domain.startsWith(known))',
  ],
  ['a host may be prefixed', '/^(?:issuer-)?cognito-idp', '/(?:issuer-)?cognito-idp'],
  ['an issuer may have user info', 'username !== "" || password !== ""', 'false'],
  ['an issuer may have a port', '&& port === "" &&', '&&'],
  ['an issuer may be unencrypted', 'protocol === "https:" && port', 'port'],
  ['a loopback may continue', '|\\[::1\\])$/u', '|\\[::1\\])/u'],
  ['a verified token needs no issuer', 'return isDetected;', 'return true;'],
  ['tokenUse is not checked', 'tokenUse !== void 0 && use !== tokenUse', 'false'],
  [
    'clientId: the audience of any token',
    'use === "access" ? clientId : use === "id" && aud',
    'clientId ?? aud',
  ],
  [
    'userPoolId: only the first counts',
    '(pools ?? []).flatMap(issuersOf)',
    '(pools ?? []).slice(0, 1).flatMap(issuersOf)',
  ],
  // Headers.
  [
    'a header twice: the first counts',
    'if (value !== void 0 && found !== void 0) return MALFORMED;',
    '',
  ],
  ['multiValueHeaders may differ', ' && (multi === void 0 || multi === value)', ''],
  [
    'a token after another scheme is overlooked',
    'SCHEME_ANYWHERE.test(value) ? MALFORMED : void 0',
    'void 0',
  ],
  ['the scheme has one case', '/^bearer +/iu', '/^bearer +/u'],
  [
    'a bare token is overlooked',
    'if (scheme === void 0 && BARE_JWT.test(value)) return value;',
    '',
  ],
  ['load balancer: subjects may differ', 'claims.sub !== signed.sub', 'false'],
  [
    'load balancer: its own token is not verified',
    'const signed = await verifyData(event, data);',
    'const signed = claims;',
  ],
  [
    'an invalid token: the next source is asked',
    'if (result === void 0) continue;',
    'if (result === void 0 || result instanceof InvalidToken) continue;',
  ],
  [
    'a failing verifier: the request is unauthenticated',
    'if (result instanceof VerifierFailure) throw verifierError(source, result.problem);',
    'if (result instanceof VerifierFailure) return new InvalidToken("");',
  ],
  ['a payload needs no subject', '&& claims.sub !== "" ? claims', '? claims'],
  // Rules.
  [
    'a group: part of a name is enough',
    'return groups.includes(group) ||',
    'return groups.some((name) => name.includes(group)) ||',
  ],
  [
    'a group: its case is no matter',
    'return groups.includes(group) ||',
    'return groups.some((name) => name.toLowerCase() === group.toLowerCase()) ||',
  ],
  [
    'a group: Unicode is normalised',
    'return groups.includes(group) ||',
    'return groups.some((name) => name.normalize() === group.normalize()) ||',
  ],
  [
    'noneOf: unknown grants access',
    'if (any === void 0) return unknown(rule, failures, reasonUnknown(inner));',
    '',
  ],
  [
    'allOf: unknown is overlooked',
    'one === decisive || one === void 0 && truth !== decisive',
    'one === decisive',
  ],
  [
    'noneOf: only the first counts',
    'combine(rules, true, principal, event, inner)',
    'combine(rules.slice(0, 1), true, principal, event, inner)',
  ],
  [
    'an unauthenticated request satisfies noneOf',
    'principal === void 0 ? rule.kind === "everyone" : truth',
    'truth',
  ],
  ['a path parameter may hold a %', ' && !value.includes("%") ? value', ' ? value'],
  [
    'groupTemplate: a value may hold the separator',
    'separators.some((separator) => value.includes(separator))',
    'false',
  ],
  [
    'owner: the username is a subject',
    'rule.claim === "sub" ? principal.subject :',
    'rule.claim === "sub" ? principal.username :',
  ],
  ['a token of the future is fresh', 'if (age < -CLOCK_SKEW_SECONDS)', 'if (false)'],
  [
    'the skew has the wrong sign',
    'if (age < -CLOCK_SKEW_SECONDS)',
    'if (age < CLOCK_SKEW_SECONDS)',
  ],
  ['a token is too old at its limit', 'return age <= seconds ||', 'return age < seconds ||'],
  [
    'signedInWithin reads iat',
    '"auth_time", principal.signedInAt',
    '"auth_time", principal.issuedAt',
  ],
  [
    'a scope: the start of a name is enough',
    'principal.scopes.includes(rule.value)',
    'principal.scopes.some((name) => name.startsWith(rule.value))',
  ],
  ['scopes are split at slashes too', 'scope2.split(" ")', 'scope2.split(/[ /]/)'],
  ['a client is a person', 'sub === clientId ? "client"', 'sub === clientId ? "user"'],
  [
    'an access token is of a person',
    'username || tokenUse === "id"',
    'username || tokenUse !== void 0',
  ],
  ['a hierarchy has one level', 'for (const group of all) for', 'for (const group of groups) for'],
  [
    'a hierarchy goes upwards',
    'hierarchy.set(checkGroupName("implies", group), implied);',
    'for (const name of implied) hierarchy.set(name, [group]);',
  ],
  // Routes and guards.
  [
    'ANY goes before a method',
    'rules.http.get(method)?.get(path) ?? rules.http.get("ANY")?.get(path)',
    'rules.http.get("ANY")?.get(path) ?? rules.http.get(method)?.get(path)',
  ],
  [
    'a route that is not listed is open',
    'return rule === void 0 ? refuse(guard, request, reasonUnlisted(route), route)',
    'return rule === void 0 ? void 0',
  ],
  [
    'closed: other names are no matter',
    'if (groups.every((name) => knownGroups.names.has(name))) return;',
    'return;',
  ],
  [
    'a guard believes event.auth',
    'const { principal, settings } = context;\n  const failures',
    'const { settings } = context;\n  const principal = event.auth;\n  const failures',
  ],
  ['a failed reading revokes nothing', 'context?.revoked ? void 0 : context', 'context'],
  [
    'a context can be inherited',
    'const context = ownField(event, CONTEXT);',
    'const context = event?.[CONTEXT];',
  ],
  [
    'own fields: a polluted prototype counts',
    'for (const _ in prototype) isOwn = inherited === null;',
    '',
  ],
  [
    'auth.groups are those of the guard',
    'super(source, claims, [...groups]);',
    'super(source, claims, groups);',
  ],
  ['a destination gets an answer', '&& ownFields(requestContext).functionArn === void 0', ''],
  [
    'an authorizer request gets an answer',
    '(methodArn ?? routeArn ?? authorizationToken) !== void 0',
    'false',
  ],
  ['respond may answer success', 'Number(statusCode) >= 300', 'Number(statusCode) >= 200'],
  [
    'a 403 asks for a token',
    'if (scopes.length < failures.length) return [403, void 0];',
    'if (scopes.length < failures.length) return [403, "Bearer"];',
  ],
  ['max_age is the longest', 'Math.min(...ages)', 'Math.max(...ages)'],
];
