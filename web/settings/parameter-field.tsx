import { useId } from 'react';
import { Field, Select, TextArea } from '../ui/field.tsx';
import type { Parameter } from './template-values.ts';

/** The field for one parameter, by its type and what it allows. */
export function ParameterField({
  parameter,
  value,
  onChange,
}: {
  parameter: Parameter;
  value: string;
  onChange: (value: string) => void;
}) {
  const name = parameter.display_name === '' ? parameter.name : parameter.display_name;
  const label = `${name}${parameter.required && parameter.default_value === null ? ' (required)' : ''}`;
  const hint = parameter.description === '' ? {} : { hint: parameter.description };
  if (parameter.options.length > 0) {
    const option = parameter.options.find((one) => one.value === value);
    const meaning =
      option === undefined || option.description === '' ? parameter.description : option.description;
    return (
      <div>
        <Select label={label} value={value} onChange={(event) => onChange(event.target.value)}>
          {option === undefined && <option value={value}>Choose</option>}
          {parameter.options.map((one) => (
            <option key={one.value} value={one.value}>
              {one.name}
            </option>
          ))}
        </Select>
        <p className="untrusted text-faint mt-1 text-xs">{meaning}</p>
      </div>
    );
  }
  if (parameter.type === 'bool') return <YesNo label={label} {...hint} value={value} onChange={onChange} />;
  const onText = (event: { target: { value: string } }): void => onChange(event.target.value);
  const { min, max, regex } = parameter.validation;
  if (parameter.sensitive)
    return (
      <Field label={label} {...hint} type="password" autoComplete="off" value={value} onChange={onText} />
    );
  if (parameter.type === 'number')
    return (
      <Field
        label={label}
        {...hint}
        type="number"
        step="any"
        {...(min !== null && { min })}
        {...(max !== null && { max })}
        value={value}
        onChange={onText}
      />
    );
  if (parameter.type === 'list(string)' || value.includes('\n') || value.length > 80)
    return (
      <TextArea
        label={label}
        isCode
        rows={3}
        hint={[parameter.description, parameter.type === 'list(string)' ? 'One a line.' : '']
          .filter((one) => one !== '')
          .join(' ')}
        value={value}
        onChange={onText}
      />
    );
  return (
    <Field
      label={label}
      {...hint}
      {...(regex !== null && { placeholder: `like ${regex}` })}
      value={value}
      onChange={onText}
    />
  );
}

function YesNo({
  label,
  hint,
  value,
  onChange,
}: {
  label: string;
  hint?: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div>
      <label className="flex items-center gap-2 text-sm">
        <input
          type="checkbox"
          checked={value === 'true'}
          onChange={(event) => onChange(event.target.checked ? 'true' : 'false')}
          aria-describedby={hint === undefined ? undefined : id}
          className="accent-accent size-4"
        />
        {label}
      </label>
      {hint !== undefined && (
        <p id={id} className="untrusted text-faint mt-1 text-xs">
          {hint}
        </p>
      )}
    </div>
  );
}
