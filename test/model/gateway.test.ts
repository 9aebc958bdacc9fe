import { expect } from 'chai';
import type { Gateway } from '../../src/config/config.js';
import { gatewayOfHost, reaches } from '../../src/model/gateway.js';

const gateway = (id: string, ...hosts: readonly string[]): Gateway => ({ id, hosts });

describe('reaches', () => {
  it('takes a host as it is, and *. for any name below, but not for the name itself', () => {
    const edge = gateway('edge', 'api.bank.example', '*.edge.example');
    for (const host of ['api.bank.example', 'eu.edge.example', 'a.b.edge.example'])
      expect(reaches(edge, host), host).to.equal(true);
    for (const host of [
      'bank.example',
      'x.api.bank.example',
      'edge.example',
      'xedge.example',
      '.edge.example',
      'eu.edge.example.net',
      '',
    ]) {
      expect(reaches(edge, host), host).to.equal(false);
    }
  });
});

describe('gatewayOfHost', () => {
  it('finds the gateway that says it most exactly, whatever their order', () => {
    const wide = gateway('wide', '*.bank.example');
    const deep = gateway('deep', '*.eu.bank.example');
    const exact = gateway('exact', 'api.eu.bank.example');
    for (const gateways of [
      [wide, deep, exact],
      [exact, deep, wide],
    ]) {
      expect(gatewayOfHost(gateways, 'api.eu.bank.example')?.id).to.equal('exact');
      expect(gatewayOfHost(gateways, 'b.eu.bank.example')?.id).to.equal('deep');
      expect(gatewayOfHost(gateways, 'b.bank.example')?.id).to.equal('wide');
      expect(gatewayOfHost(gateways, 'bank.example')).to.equal(undefined);
    }
    expect(gatewayOfHost([], 'bank.example')).to.equal(undefined);
  });

  it('takes the first of two that say the same', () => {
    expect(gatewayOfHost([gateway('a', 'x.example'), gateway('b', 'x.example')], 'x.example')?.id).to.equal('a');
  });
});
