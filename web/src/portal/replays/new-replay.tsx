import { Button, Modal } from '@mantine/core';
import { IconRepeat } from '@tabler/icons-react';
import { useState } from 'react';
import { useQueryState } from '../../app/url-state';
import { ReplayForm } from './replay-form';

/** The button that opens the form. An address with `replay=new` opens it too, with what it names filled in. */
export function NewReplay() {
  const [{ replay, endpoint_id: endpointId = '' }, change] = useQueryState();
  const [isOpen, setOpen] = useState(replay === 'new');
  const close = (): void => {
    setOpen(false);
    if (replay !== undefined) change({ replay: null });
  };
  return (
    <>
      <Button leftSection={<IconRepeat size={16} />} onClick={() => setOpen(true)}>
        New replay
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title="New replay"
        size="lg"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <ReplayForm endpointId={endpointId} onCancel={close} />
      </Modal>
    </>
  );
}
