import { Table, Text } from '@mantine/core';
import type { RecordingPageQuery } from '../../../client/generated/graphql.ts';
import type { Column } from '../data-table.tsx';
import { DataTable } from '../data-table.tsx';
import { formatBytes, formatDuration } from '../format/format.ts';

type Detail = NonNullable<RecordingPageQuery['recording']>;

const columns: readonly Column[] = [
  { label: 'Format' },
  { label: 'Name' },
  { label: 'Picture' },
  { label: 'Length', right: true },
  { label: 'Size', right: true },
  { label: 'State' },
];

export function FilesTable({ files }: { readonly files: Detail['files'] }) {
  return (
    <DataTable name="Files" columns={columns} minWidth={640}>
      <Table.Tbody>
        {files.map((file) => (
          <Table.Tr key={file.id}>
            <Table.Td>{file.format}</Table.Td>
            <Table.Td>
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {file.name ?? '–'}
              </Text>
              <Text size="xs" c="dimmed">
                {file.fileId}
              </Text>
            </Table.Td>
            <Table.Td>{file.width === null ? 'sound only' : `${file.width}×${file.height ?? 0}`}</Table.Td>
            <Table.Td ta="right">{formatDuration(file.durationSeconds)}</Table.Td>
            <Table.Td ta="right">{formatBytes(file.sizeBytes)}</Table.Td>
            <Table.Td>{file.state.toLowerCase()}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  );
}
