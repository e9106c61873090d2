import type { Choice, Choices } from '../choices.js';
import type { Caller } from '../verdict.js';
import { create, find } from './elements.js';

/**
 * Adds a checkbox for each group and scope.
 *
 * @returns a function that reads the caller from the form; `undefined` if not signed in
 */
export function fillCallerForm({ groups, scopes }: Choices): () => Caller | undefined {
  const form = find<HTMLFormElement>('caller');
  const [groupSet, scopeSet] = [
    find<HTMLFieldSetElement>('groups'),
    find<HTMLFieldSetElement>('scopes'),
  ];
  const tickedGroups = addCheckboxes(groupSet, groups);
  const tickedScopes = addCheckboxes(scopeSet, scopes);
  return () => {
    const type = new FormData(form).get('type');
    const isClient = type === 'client';
    const isSignedIn = type !== 'none';
    // No machine is in a group.
    groupSet.disabled = isClient || !isSignedIn;
    scopeSet.disabled = !isSignedIn;
    return isSignedIn
      ? {
          type: isClient ? 'client' : 'user',
          groups: isClient ? [] : tickedGroups(),
          scopes: tickedScopes(),
        }
      : undefined;
  };
}

/** @returns a function that returns the ticked values */
function addCheckboxes(
  fieldset: HTMLFieldSetElement,
  choices: readonly Choice[],
): () => readonly string[] {
  fieldset.hidden = choices.length === 0;
  const inputs = choices.map(({ value, hint }) => {
    const input = create('input');
    input.type = 'checkbox';
    const text = create('span');
    text.append(create('bdi', value));
    if (hint !== '') text.append(' ', create('small', hint));
    const label = create('label');
    label.append(input, text);
    fieldset.append(label);
    return input;
  });
  return () => choices.filter((_, index) => inputs[index]?.checked).map(({ value }) => value);
}
