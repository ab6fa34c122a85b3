import { Table, Text } from '@mantine/core';
import type { RecordingPageQuery } from '../../../client/generated/graphql.ts';
import { formatBytes, formatDuration } from '../format/format.ts';

type Detail = NonNullable<RecordingPageQuery['recording']>;

export function FilesTable({ files }: { readonly files: Detail['files'] }) {
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing="xs" horizontalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Format</Table.Th>
            <Table.Th>Name</Table.Th>
            <Table.Th>Picture</Table.Th>
            <Table.Th ta="right">Length</Table.Th>
            <Table.Th ta="right">Size</Table.Th>
            <Table.Th>State</Table.Th>
          </Table.Tr>
        </Table.Thead>
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
      </Table>
    </Table.ScrollContainer>
  );
}
