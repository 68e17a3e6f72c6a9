// A volume is formatted only while it is blank, whatever else it holds; what it holds is never touched.
import { createHash, randomBytes } from 'node:crypto'
import t from 'tap'
import { dataVolume } from '#provision/host/data-volume.ts'
import { connectedHost } from '#tests/fixtures/cloud-host/connected.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'

const mountPoint = '/srv/rates/data'

t.test('a data volume', needsDocker(), async t => {
  const { boot, host, wanted } = await connectedHost(t, { dataMib: 64 })
  const part = dataVolume({ deviceTimeoutMs: 700 })
  const link = `/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${wanted.dataVolumeId.replace('-', '')}`
  const device = await boot.exec(['readlink', '-f', link])
  const sh = (script: string) => boot.exec(['sh', '-ec', script])
  const change = () => part.change(host, wanted, [], () => {})
  const sum = async () =>
    createHash('md5')
      .update(await sh(`head -c 32M ${device} | md5sum`))
      .digest('hex')

  const foreign = {
    'an unformatted rest of something': `printf x | dd of=${device} bs=1 seek=70000 conv=notrunc`,
    'an encrypted disk': `printf '${randomBytes(600).toString('hex')}' | dd of=${device} conv=notrunc`,
    'another file system': `mkswap ${device}`,
    'a partition table': `echo ',,L' | sfdisk --quiet ${device}`,
    'a file system beside the beginning': `mkfs.ext4 -q ${device}; dd if=/dev/zero of=${device} bs=1k count=2 conv=notrunc`,
  }
  for (const [what, script] of Object.entries(foreign))
    await t.test(`that holds ${what}`, async t => {
      await sh(
        `dd if=/dev/zero of=${device} bs=1M count=32 conv=notrunc status=none; ${script}; sync`,
      )
      const before = await sum()
      const refusal = { name: 'Refusal', message: /neither blank nor ext4.*Nothing was written/ }
      await t.rejects(part.look(host, wanted), refusal)
      await t.rejects(change(), refusal)
      t.equal(await sum(), before)
    })

  await t.test('whose format was cut off is formatted', async t => {
    await sh(`dd if=/dev/zero of=${device} bs=1M count=32 conv=notrunc status=none`)
    await sh(`mkfs.ext4 -q ${device}; dd if=/dev/zero of=${device} bs=1k count=4 status=none`)
    await sh(`dd if=/dev/zero of=${device} bs=1M seek=8 count=56 status=none`)
    await t.rejects(part.look(host, wanted), { name: 'Refusal', message: 'of an unknown kind' })
    await sh(`touch /var/lib/rates-formatting-${wanted.dataVolumeId}`)
    await change()
    t.same(await part.look(host, wanted), [])
    t.equal(await sh('find /var/lib -maxdepth 1 -name "rates-*"'), '', 'the mark is gone')
    await sh(`umount ${mountPoint}; : >/etc/fstab; rm -r /etc/systemd/system/docker.service.d`)
  })

  await t.test('that is blank is formatted, mounted by its UUID, and then left alone', async t => {
    await sh(`wipefs -aq ${device}; dd if=/dev/zero of=${device} bs=1M count=64 status=none`)
    t.same(
      (await part.look(host, wanted)).map(({ what }) => what),
      [...['file system', '/etc/fstab', mountPoint, 'docker.service']],
    )
    await change()
    t.same(await part.look(host, wanted), [])
    await sh(`echo precious >${mountPoint}/file`)
    await change()
    t.same(await part.look(host, wanted), [])
    t.equal(await sh(`cat ${mountPoint}/file`), 'precious')
  })

  await t.test('of an earlier host is mounted as it is', async t => {
    await sh(
      `umount ${mountPoint}; : >/etc/fstab; rm -r /etc/systemd/system/docker.service.d ${mountPoint}`,
    )
    t.notOk((await part.look(host, wanted)).some(({ what }) => what === 'file system'))
    await change()
    t.equal(await sh(`cat ${mountPoint}/file`), 'precious')
    t.match(await sh('cat /etc/fstab'), /^UUID=\S{36} \/srv\/rates\/data ext4 defaults,nofail 0 2$/)
  })

  await t.test('hides no files, and takes no place of another', async t => {
    await sh(`umount ${mountPoint}; touch ${mountPoint}/mine`)
    await t.rejects(change(), { name: 'Refusal', message: /already holds files \(.*mine\)/ })
    await sh(`rm ${mountPoint}/mine; mount -t tmpfs none ${mountPoint}`)
    await t.rejects(part.look(host, wanted), { name: 'Refusal', message: 'Unmount it' })
    await sh(`umount ${mountPoint}`)
  })

  await t.test('that is not there is waited for, then told', async t => {
    await sh(`mv ${link} ${link}-away`)
    t.same(await part.look(host, wanted), [{ what: 'disk', to: wanted.dataVolumeId }])
    await t.rejects(change(), {
      name: 'Refusal',
      message: `no disk for the data volume ${wanted.dataVolumeId}`,
    })
    setTimeout(() => boot.exec(['mv', `${link}-away`, link]), 300)
    await part.change(host, wanted, [], () => {})
    t.same(await part.look(host, wanted), [])
  })
})
